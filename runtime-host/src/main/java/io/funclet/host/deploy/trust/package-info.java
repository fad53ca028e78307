/** Who has signed a jar, and whether that is trusted. Not loaded unless a code directory asks. */
package io.funclet.host.deploy.trust;
