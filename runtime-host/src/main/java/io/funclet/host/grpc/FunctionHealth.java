package io.funclet.host.grpc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.call.Router;
import io.funclet.host.call.ServingListener;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;

/**
 * {@code grpc.health.v1}: the server as {@code ""}, and each function by its name. A function that is known and has no
 * version that serves is {@code NOT_SERVING}; one that is not known is none of this service's.
 */
final class FunctionHealth implements ServingListener {

    private final Router router;
    private final HealthStatusManager statuses = new HealthStatusManager();
    private final ServerServiceDefinition definition =
            MalformedRequestHandler.rejectedBy(statuses.getHealthService().bindService());

    private FunctionHealth(Router router) {
        this.router = router;
        // In this order: what changes in between is seen twice, and not missed.
        router.listen(this);
        router.names().forEach(this::servingChanged);
    }

    ServerServiceDefinition definition() {
        return definition;
    }

    /** Asks again instead of being told, so that of two changes at once the last look is the right one. */
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

    /** Makes the service when it is asked for, and says at the stop that nothing serves any more. Thread-safe. */
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

        /** Everything is {@code NOT_SERVING} from now on; those who watch are told. */
        synchronized void stop() {
            stopped = true;
            if (health != null) {
                health.stop();
            }
        }
    }
}
