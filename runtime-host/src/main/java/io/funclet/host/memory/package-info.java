/** Watches the heap, the time that garbage collection takes, and the end of the memory. */
package io.funclet.host.memory;
