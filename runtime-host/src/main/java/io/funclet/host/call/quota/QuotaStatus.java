package io.funclet.host.call.quota;

import java.time.Instant;
import java.util.List;

/**
 * The quotas of a tenant or a function.
 *
 * @param name of the tenant or the function
 * @param tenant that it is, or whose function it is; empty for the operator's own
 * @param ofTenant whether it is a tenant
 * @param suspended since when all calls are rejected; {@code null} if they are not
 * @param reason why they are; empty if they are not
 */
public record QuotaStatus(
        String name, String tenant, boolean ofTenant, List<Use> uses, Instant suspended, String reason) {

    public QuotaStatus {
        uses = List.copyOf(uses);
    }

    /**
     * What is limited.
     *
     * @param quota its key in the configuration
     * @param used since the process started; calls at once, and threads, that there are now; nanoseconds of processor time
     * @param soft 0 for no limit; of processor time in percent
     * @param hard likewise
     * @param softExceeded how many calls went beyond
     * @param hardExceeded how many calls were rejected
     */
    public record Use(String quota, long used, long soft, long hard, long softExceeded, long hardExceeded) {}
}
