package io.funclet.host.control;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.grpc.MalformedRequestHandler;
import io.grpc.BindableService;
import io.grpc.HandlerRegistry;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import java.util.function.Supplier;

/**
 * A service that is created at its first call: it has many message classes, and most processes never need it. Beside it,
 * the health of the callers' server.
 */
final class LazyService extends HandlerRegistry {

    private static final String HEALTH = "grpc.health.";

    private final Supplier<BindableService> maker;
    private final HandlerRegistry probes;

    @GuardedBy("this")
    private ServerServiceDefinition service;

    LazyService(Supplier<BindableService> maker, HandlerRegistry probes) {
        this.maker = maker;
        this.probes = probes;
    }

    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String methodName, String authority) {
        return methodName.startsWith(HEALTH)
                ? probes.lookupMethod(methodName, authority)
                : service().getMethod(methodName);
    }

    private synchronized ServerServiceDefinition service() {
        if (service == null) {
            service = MalformedRequestHandler.rejectedBy(maker.get().bindService());
        }
        return service;
    }
}
