/** The start: from arguments to a configuration, and to a running host. Also the few adapters between packages. */
package io.funclet.host;
