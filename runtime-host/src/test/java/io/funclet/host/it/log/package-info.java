/** The log, and standard output. */
package io.funclet.host.it.log;
