/** The threads that run functions, and the timers that end calls. */
package io.funclet.host.call.worker;
