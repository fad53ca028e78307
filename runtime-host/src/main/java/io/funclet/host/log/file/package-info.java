/** Where lines go: rotated files and pipes. */
package io.funclet.host.log.file;
