package io.funclet.host.control;

import io.funclet.host.call.EndpointQuotas;
import io.funclet.host.call.Router;
import io.funclet.host.call.quota.QuotaStatus;
import io.funclet.host.call.stat.FunctionStatus;
import io.funclet.host.config.change.Reloadable;
import io.funclet.host.deploy.CodeDirectories;
import io.funclet.host.deploy.status.DirectoryStatus;
import io.funclet.host.log.output.RuntimeLog;
import io.funclet.host.upgrade.UpgradedRuntime;
import io.grpc.HandlerRegistry;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the control service shows and changes.
 *
 * @param upgraded the parts that an upgrade uses; made when they are asked for, so that no other start loads the class
 */
public record ControlView(
        String name,
        String address,
        Router router,
        CodeDirectories code,
        RuntimeLog log,
        Reloadable configuration,
        HandlerRegistry probes,
        Supplier<UpgradedRuntime> upgraded) {

    public List<FunctionStatus> functions() {
        return router.status();
    }

    /** Of those that have quotas. */
    public List<QuotaStatus> quotas() {
        EndpointQuotas quotas = router.quotas();
        return quotas == null ? List.of() : quotas.status();
    }

    public List<DirectoryStatus> directories() {
        return code.status();
    }
}
