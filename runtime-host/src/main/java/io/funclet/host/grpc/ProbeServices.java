package io.funclet.host.grpc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.grpc.HandlerRegistry;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.util.ArrayList;
import java.util.List;

/**
 * The services for tools: {@code grpc.health.v1} and, if enabled, server reflection. They are made on first use,
 * because neither a start nor a call needs their classes and descriptors.
 */
final class ProbeServices extends HandlerRegistry {

    private static final String HEALTH = "grpc.health.v1.Health/";
    private static final String REFLECTION = "grpc.reflection.v1.ServerReflection/";
    private static final String OLD_REFLECTION = "grpc.reflection.v1alpha.ServerReflection/";

    private final FunctionHealth.Source health;
    private final boolean reflects;

    @GuardedBy("this")
    private Reflection reflection;

    ProbeServices(FunctionHealth.Source health, boolean reflects) {
        this.health = health;
        this.reflects = reflects;
    }

    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String method, String authority) {
        if (method.startsWith(HEALTH)) {
            return health.get().definition().getMethod(method);
        }
        if (reflects && method.startsWith(REFLECTION)) {
            return reflection().current.getMethod(method);
        }
        if (reflects && method.startsWith(OLD_REFLECTION)) {
            return reflection().old.getMethod(method);
        }
        return null;
    }

    /** What reflection lists besides the services of functions. */
    @Override
    public List<ServerServiceDefinition> getServices() {
        List<ServerServiceDefinition> services = new ArrayList<>();
        services.add(health.get().definition());
        if (reflects) {
            services.add(reflection().current);
            services.add(reflection().old);
        }
        return services;
    }

    private synchronized Reflection reflection() {
        if (reflection == null) {
            reflection = new Reflection();
        }
        return reflection;
    }

    /** Loads its classes when it is made. */
    private static final class Reflection {

        final ServerServiceDefinition current = MalformedRequestHandler.rejectedBy(
                ProtoReflectionServiceV1.newInstance().bindService());

        /** Older tools know only this version. */
        @SuppressWarnings("deprecation")
        final ServerServiceDefinition old = MalformedRequestHandler.rejectedBy(
                ProtoReflectionService.newInstance().bindService());
    }
}
