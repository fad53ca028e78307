package io.funclet.host.call.stat;

import io.funclet.api.CallContext.Protocol;
import io.funclet.host.call.model.CallFailure;
import java.util.Map;

/**
 * How the calls of one version of a function ended.
 *
 * @param version the version of the bundle
 * @param answered the calls that were answered, by protocol
 * @param failed the calls that failed, by protocol and failure; what has not happened is not in it
 * @param latency how long calls took
 */
public record VersionStatus(
        String version, Map<Protocol, Long> answered, Map<Protocol, Map<CallFailure, Long>> failed, Latency latency) {

    /**
     * All calls that have ended, well or badly.
     *
     * @return their number
     */
    public long calls() {
        return CallCounts.sum(answered) + failures();
    }

    /**
     * The calls that have failed, in whatever way.
     *
     * @return their number
     */
    public long failures() {
        return CallCounts.sumOfAll(failed);
    }
}
