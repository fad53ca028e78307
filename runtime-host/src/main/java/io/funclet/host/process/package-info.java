/**
 * What the process owes to its operating system: signals, orphaned children, and a watchdog over its own vital parts.
 */
package io.funclet.host.process;
