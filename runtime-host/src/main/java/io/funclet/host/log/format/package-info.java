/** From a log record to a line: plain text or JSON, bounded. */
package io.funclet.host.log.format;
