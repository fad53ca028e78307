package io.funclet.host.grpc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.call.Router;
import io.grpc.HandlerRegistry;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.util.ArrayList;
import java.util.List;

/** Health and, if enabled, reflection. They are made on first use: neither a start nor a call needs their classes. */
final class ProbeServices extends HandlerRegistry {

    private final Router router;
    private final boolean reflects;
    private final String tenant;

    @GuardedBy("this")
    private FunctionHealth health;

    @GuardedBy("this")
    private List<ServerServiceDefinition> reflection;

    @GuardedBy("this")
    private boolean stopped;

    /** @param tenant whose functions it tells of; empty for all */
    ProbeServices(Router router, boolean reflects, String tenant) {
        this.router = router;
        this.reflects = reflects;
        this.tenant = tenant;
    }

    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String method, String authority) {
        if (method.startsWith("grpc.health.")) {
            return health().definition().getMethod(method);
        }
        ServerMethodDefinition<?, ?> found = null;
        if (reflects && method.startsWith("grpc.reflection.")) {
            for (ServerServiceDefinition version : reflection()) {
                found = found == null ? version.getMethod(method) : found;
            }
        }
        return found;
    }

    /** What reflection lists besides the services of functions. */
    @Override
    public List<ServerServiceDefinition> getServices() {
        List<ServerServiceDefinition> services = new ArrayList<>();
        services.add(health().definition());
        if (reflects) {
            services.addAll(reflection());
        }
        return services;
    }

    /** Reports that nothing serves any more, also to those who ask later. */
    synchronized void stop() {
        stopped = true;
        if (health != null) {
            health.stop();
        }
    }

    private synchronized FunctionHealth health() {
        if (health == null) {
            health = new FunctionHealth(router, tenant);
            if (stopped) {
                health.stop();
            }
        }
        return health;
    }

    @SuppressWarnings("deprecation") // Older tools know only the second version.
    private synchronized List<ServerServiceDefinition> reflection() {
        if (reflection == null) {
            reflection = List.of(
                    MalformedRequestHandler.rejectedBy(
                            ProtoReflectionServiceV1.newInstance().bindService()),
                    MalformedRequestHandler.rejectedBy(
                            ProtoReflectionService.newInstance().bindService()));
        }
        return reflection;
    }
}
