/** The process and its operating system: signals, orphaned children, and a watchdog over its vital parts. */
package io.funclet.host.process;
