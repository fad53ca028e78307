/** Signed jars. */
package io.funclet.host.it.trust;
