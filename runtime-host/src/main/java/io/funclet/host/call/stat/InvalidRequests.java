package io.funclet.host.call.stat;

import io.funclet.api.CallContext.Protocol;
import io.funclet.host.call.model.CallFailure;
import java.util.Map;

/**
 * The calls that were rejected because they name no function that is known, or are no calls.
 *
 * @param failed their number, by protocol and failure; what has not happened is not in it
 */
public record InvalidRequests(Map<Protocol, Map<CallFailure, Long>> failed) {}
