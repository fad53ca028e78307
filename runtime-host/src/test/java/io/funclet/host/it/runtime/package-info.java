/** A runtime to test, in a process of its own or in that of the tests, and who uses it. */
package io.funclet.host.it.runtime;
