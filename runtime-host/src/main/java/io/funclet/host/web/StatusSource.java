package io.funclet.host.web;

import io.funclet.host.call.quota.QuotaStatus;
import io.funclet.host.call.stat.FunctionStatus;
import io.funclet.host.call.stat.InvalidRequests;
import io.funclet.host.call.stat.MemoryStatus;
import io.funclet.host.deploy.status.DirectoryStatus;
import io.funclet.host.deploy.status.PastChange;
import io.funclet.host.deploy.status.TenantStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The data of metrics and the status page. Called by a thread of its own. */
public interface StatusSource {

    /** The name of the instance from its configuration. */
    String name();

    List<FunctionStatus> functions();

    /** The calls for no known function. */
    InvalidRequests rejected();

    List<DirectoryStatus> directories();

    /** In the order of the configuration. */
    List<TenantStatus> tenants();

    /** How the last changes ended, also those of earlier processes as far as they are kept; the newest first. */
    List<PastChange> lastChanges();

    /** When the configuration that is in force was read. */
    Instant configured();

    /** Whether the last reload of the configuration has failed. */
    boolean isReloadFailed();

    /** Of those that have quotas. */
    List<QuotaStatus> quotas();

    /** Who uses memory; {@code null} as long as enough is free. */
    MemoryStatus memory();

    /** Whether a version of the function serves now; empty if the name is unknown. */
    Optional<Boolean> serves(String function);
}
