/** Explains why a bundle does not resolve. */
package io.funclet.host.framework.requirement;
