package io.funclet.host.call.stat;

import io.funclet.api.CallContext.Protocol;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.model.EffectiveLimits;
import java.util.List;
import java.util.Map;

/**
 * How a function is doing that callers know by name.
 *
 * @param name its name
 * @param version the version that serves; empty if none does
 * @param running how many calls run now, on whatever version
 * @param waiting how many calls wait: for a version, for their turn, or for a worker
 * @param overtime how many of the running calls go on although their time is over, since the function ignores interruption
 * @param totalOvertime how many such calls there have been since the process started
 * @param answered the calls that were answered, by protocol
 * @param failed the calls that failed, by protocol and failure; what has not happened is not in it
 * @param latency how long calls took
 * @param versions the same of the version that serves and of the last ones before it, the newest first; what ran on none of
 *     them is in the numbers of the function alone
 * @param costs what its calls cost; {@code null} if that is not measured
 * @param absence why no version serves, in one line; empty while one does
 * @param limits what it may use
 */
public record FunctionStatus(
        String name,
        String version,
        int running,
        int waiting,
        int overtime,
        long totalOvertime,
        Map<Protocol, Long> answered,
        Map<Protocol, Map<CallFailure, Long>> failed,
        Latency latency,
        List<VersionStatus> versions,
        FunctionCosts costs,
        String absence,
        EffectiveLimits limits) {

    public FunctionStatus {
        versions = List.copyOf(versions);
    }

    /**
     * All calls that have ended, well or badly.
     *
     * @return their number
     */
    public long calls() {
        return CallCounts.sum(answered) + failures();
    }

    /**
     * The calls that were not let in, because a limit was reached.
     *
     * @return their number
     */
    public long rejected() {
        return failed.values().stream()
                .mapToLong(failures -> failures.getOrDefault(CallFailure.OVERLOADED, 0L))
                .sum();
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
