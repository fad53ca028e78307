/** How the process starts, stops, restarts and is upgraded. */
package io.funclet.host.it.process;
