/** Formats of log lines: plain text and JSON, with a limit of length. */
package io.funclet.host.log.format;
