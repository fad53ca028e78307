/** A call and its outcome as plain values: request, response, failure, limits, trace. */
package io.funclet.host.call.model;
