/** The targets of lines: rotated files and pipes. */
package io.funclet.host.log.file;
