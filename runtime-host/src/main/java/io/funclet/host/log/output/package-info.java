/** The door of the log: its start, its levels, the handler, and what functions print to the standard streams. */
package io.funclet.host.log.output;
