/**
 * One function's endpoint: its queue, its bulkhead, the versions that serve it, and the invocation. These classes are
 * one state machine.
 */
package io.funclet.host.call.endpoint;
