/** The start of the log, its levels, its handler, and the capture of the standard streams. */
package io.funclet.host.log.output;
