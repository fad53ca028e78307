package io.funclet.host.call.stat;

import io.funclet.api.CallContext.Protocol;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.model.EffectiveLimits;
import java.util.List;
import java.util.Map;

/**
 * The status of a function.
 *
 * @param tenant whose function it is; empty for the operator's own
 * @param version the version that serves; empty if none does
 * @param running how many calls run now, on all versions
 * @param waiting how many calls wait for a version, for room, or for a worker
 * @param overtime how many running calls are overdue, because the function ignores interruption
 * @param totalOvertime how many such calls there have been since the process started
 * @param answered the calls with a response, by protocol
 * @param failed the calls that failed, by protocol and failure; without zeros
 * @param versions the same of the current version and of the last ones before it, the newest first
 * @param costs what its calls cost; {@code null} if that is not measured
 * @param absence why no version serves, in one line; empty while one does
 */
public record FunctionStatus(
        String name,
        String tenant,
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

    /** All calls that have ended, with or without success. */
    public long calls() {
        return CallCounts.sum(answered) + failures();
    }

    /** The calls that were rejected because a limit was reached, or a quota. */
    public long rejected() {
        return failed.values().stream()
                .mapToLong(failures -> failures.getOrDefault(CallFailure.OVERLOADED, 0L)
                        + failures.getOrDefault(CallFailure.QUOTA_EXCEEDED, 0L))
                .sum();
    }

    public long failures() {
        return CallCounts.sumOfAll(failed);
    }
}
