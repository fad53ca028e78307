package io.funclet.host.grpc;

import io.funclet.host.call.Router;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;

/**
 * {@code grpc.health.v1}: the server as {@code ""}, and each function by its name. A known function without a version
 * that serves is {@code NOT_SERVING}. Other names are unknown to this service.
 */
final class FunctionHealth {

    private final Router router;

    /** Empty for all. */
    private final String tenant;

    private final HealthStatusManager statuses = new HealthStatusManager();
    private final ServerServiceDefinition definition =
            MalformedRequestHandler.rejectedBy(statuses.getHealthService().bindService());

    /** @param tenant whose functions it tells of, by the names at its address; empty for all, by their full names */
    FunctionHealth(Router router, String tenant) {
        this.router = router;
        this.tenant = tenant;
        // In this order, no change is missed; one in between is seen twice.
        router.listen(this::servingChanged);
        router.names().forEach(this::servingChanged);
    }

    ServerServiceDefinition definition() {
        return definition;
    }

    /** Reads the state itself, so that after two changes at once the last one counts. */
    private synchronized void servingChanged(String name) {
        String function = router.nameAt(tenant, name);
        if (function == null) {
            return;
        }
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
