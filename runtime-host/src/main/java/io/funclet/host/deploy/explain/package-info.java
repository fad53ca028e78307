/** Explains why something runs or does not, from the live state. */
package io.funclet.host.deploy.explain;
