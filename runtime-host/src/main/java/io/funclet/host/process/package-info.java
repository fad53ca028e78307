/** The process and its operating system: signals, orphaned children, a watchdog over its vital parts, and its class data archive. */
package io.funclet.host.process;
