package io.funclet.host.control;

import io.funclet.host.call.EndpointQuotas;
import io.funclet.host.call.Router;
import io.funclet.host.call.quota.QuotaStatus;
import io.funclet.host.call.stat.FunctionStatus;
import io.funclet.host.call.stat.MemoryStatus;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.TenantConfig;
import io.funclet.host.config.change.Reloadable;
import io.funclet.host.deploy.CodeDirectories;
import io.funclet.host.deploy.file.FileRequest.Order;
import io.funclet.host.deploy.status.DirectoryStatus;
import io.funclet.host.deploy.status.Explanation;
import io.funclet.host.deploy.status.Outcome;
import io.funclet.host.deploy.status.PastChange;
import io.funclet.host.log.output.RuntimeLog;
import io.funclet.host.upgrade.UpgradedRuntime;
import io.grpc.HandlerRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What the control service shows and changes.
 *
 * @param upgraded the parts that an upgrade uses; made when they are asked for, so that no other start loads the class
 * @param tenant whose functions and directories alone are shown; {@code null} for all
 */
public record ControlView(
        String name,
        String address,
        Router router,
        CodeDirectories code,
        RuntimeLog log,
        Reloadable configuration,
        HandlerRegistry probes,
        Supplier<UpgradedRuntime> upgraded,
        TenantConfig tenant) {

    public List<FunctionStatus> functions() {
        List<FunctionStatus> all = router.status();
        return tenant == null
                ? all
                : all.stream()
                        .filter(function -> function.tenant().equals(tenant.name()))
                        .toList();
    }

    /**
     * The view of the operators of a tenant.
     *
     * @param ownProbes tell of its functions alone
     */
    public ControlView of(TenantConfig other, HandlerRegistry ownProbes) {
        String own = other.address().map(ListenAddress::toString).orElse(address);
        return new ControlView(name, own, router, code, log, configuration, ownProbes, upgraded, other);
    }

    private Predicate<Path> shown() {
        return tenant == null ? any -> true : path -> path.startsWith(tenant.directory());
    }

    /** Why something runs, or does not. */
    public List<Explanation> explain(String subject) {
        return code.explain(subject, shown());
    }

    /** Does what an operator asks for. */
    public List<CompletableFuture<Outcome>> request(String subject, Order order) {
        return code.request(subject, order, shown());
    }

    /** Sets the part of the calls of a new version, in percent. */
    public List<Outcome> share(String subject, int percent, boolean copies) {
        return code.share(subject, percent, copies, shown());
    }

    /** How changes ended. */
    public List<PastChange> history(String subject) {
        return code.history(subject, shown());
    }

    /** How the last changes ended, the newest first. */
    public List<PastChange> lastChanges() {
        return code.lastChanges(shown());
    }

    /** Of those that have quotas. */
    public List<QuotaStatus> quotas() {
        EndpointQuotas quotas = router.quotas();
        return quotas == null ? List.of() : quotas.status(tenant == null ? null : tenant.name());
    }

    /** Who uses memory; {@code null} as long as enough is free. */
    public MemoryStatus memory() {
        MemoryStatus all = router.memory();
        return all == null || tenant == null ? all : all.of(use -> use.tenant().equals(tenant.name()));
    }

    public List<DirectoryStatus> directories() {
        return code.status(shown());
    }
}
