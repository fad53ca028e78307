package io.funclet.host.call.stat;

import io.funclet.api.CallContext.Protocol;
import io.funclet.host.call.model.CallFailure;
import java.util.Map;

/**
 * The rejected requests that name no known function, or are not valid calls.
 *
 * @param failed their number, by protocol and failure; without zeros
 */
public record InvalidRequests(Map<Protocol, Map<CallFailure, Long>> failed) {}
