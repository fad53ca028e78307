package io.funclet.host.call.stat;

import io.funclet.api.CallContext.Protocol;
import io.funclet.host.call.model.CallFailure;
import java.util.Map;

/**
 * How the calls of one version of a function ended.
 *
 * @param answered the calls with a response, by protocol
 * @param failed the calls that failed, by protocol and failure; without zeros
 */
public record VersionStatus(
        String version, Map<Protocol, Long> answered, Map<Protocol, Map<CallFailure, Long>> failed, Latency latency) {

    /** All calls that have ended, with or without success. */
    public long calls() {
        return CallCounts.sum(answered) + failures();
    }

    public long failures() {
        return CallCounts.sumOfAll(failed);
    }
}
