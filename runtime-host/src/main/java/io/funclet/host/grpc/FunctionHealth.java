package io.funclet.host.grpc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.call.Router;
import io.funclet.host.call.ServingListener;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;

/**
 * {@code grpc.health.v1}: the server as {@code ""}, and each function by its name. A known function without a version
 * that serves is {@code NOT_SERVING}. Other names are unknown to this service.
 */
final class FunctionHealth implements ServingListener {

    private final Router router;
    private final HealthStatusManager statuses = new HealthStatusManager();
    private final ServerServiceDefinition definition =
            MalformedRequestHandler.rejectedBy(statuses.getHealthService().bindService());

    private FunctionHealth(Router router) {
        this.router = router;
        // In this order, no change is missed; one in between is seen twice.
        router.listen(this);
        router.names().forEach(this::servingChanged);
    }

    ServerServiceDefinition definition() {
        return definition;
    }

    /** Reads the state itself, so that after two changes at once the last one counts. */
    @Override
    public synchronized void servingChanged(String function) {
        router.serves(function)
                .ifPresentOrElse(
                        serves -> statuses.setStatus(
                                function, serves ? ServingStatus.SERVING : ServingStatus.NOT_SERVING),
                        () -> statuses.clearStatus(function));
    }

    private void stop() {
        statuses.enterTerminalState();
    }

    /** Makes the service on first use, and reports at the stop that nothing serves any more. Thread-safe. */
    static final class Source {

        private final Router router;

        @GuardedBy("this")
        private FunctionHealth health;

        @GuardedBy("this")
        private boolean stopped;

        Source(Router router) {
            this.router = router;
        }

        synchronized FunctionHealth get() {
            if (health == null) {
                health = new FunctionHealth(router);
                if (stopped) {
                    health.stop();
                }
            }
            return health;
        }

        /** Sets everything to {@code NOT_SERVING}, and notifies watchers. */
        synchronized void stop() {
            stopped = true;
            if (health != null) {
                health.stop();
            }
        }
    }
}
