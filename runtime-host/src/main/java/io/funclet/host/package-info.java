/**
 * The door: from arguments to a configuration, and from a configuration to a running host. The few adapters between
 * rooms are here, too.
 */
package io.funclet.host;
