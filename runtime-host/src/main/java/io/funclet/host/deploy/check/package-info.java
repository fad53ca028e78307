/** Says what would happen to a jar, before it is deployed. */
package io.funclet.host.deploy.check;
