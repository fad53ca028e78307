package io.funclet.host.grpc;

import io.funclet.host.call.Router;
import io.funclet.host.config.FunctionConfig;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;

/**
 * {@code grpc.health.v1}: the server as {@code ""}, and each function by its name. A known function without a version
 * that serves is {@code NOT_SERVING}. Other names are unknown to this service.
 */
final class FunctionHealth {

    private final Router router;

    /** Of the names of which it tells, and which it leaves out; empty for all. */
    private final String prefix;

    private final HealthStatusManager statuses = new HealthStatusManager();
    private final ServerServiceDefinition definition =
            MalformedRequestHandler.rejectedBy(statuses.getHealthService().bindService());

    /** @param tenant whose functions it tells of, by their short names; empty for all, by their full names */
    FunctionHealth(Router router, String tenant) {
        this.router = router;
        this.prefix = tenant.isEmpty() ? "" : FunctionConfig.fullName(tenant, "");
        // In this order, no change is missed; one in between is seen twice.
        router.listen(this::servingChanged);
        router.names().forEach(this::servingChanged);
    }

    ServerServiceDefinition definition() {
        return definition;
    }

    /** Reads the state itself, so that after two changes at once the last one counts. */
    private synchronized void servingChanged(String name) {
        if (!name.startsWith(prefix)) {
            return;
        }
        String function = name.substring(prefix.length());
        router.serves(name)
                .ifPresentOrElse(
                        serves -> statuses.setStatus(
                                function, serves ? ServingStatus.SERVING : ServingStatus.NOT_SERVING),
                        () -> statuses.clearStatus(function));
    }

    /** Sets everything to {@code NOT_SERVING}, and notifies watchers. */
    void stop() {
        statuses.enterTerminalState();
    }
}
