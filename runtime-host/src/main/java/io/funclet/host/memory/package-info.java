/** Watches the heap and the time of garbage collections, and detects exhausted memory. */
package io.funclet.host.memory;
