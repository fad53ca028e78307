/** The door: from arguments to a configuration, and from a configuration to a running host. */
package io.funclet.host;
