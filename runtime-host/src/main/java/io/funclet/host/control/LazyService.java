package io.funclet.host.control;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.grpc.MalformedRequestHandler;
import io.grpc.BindableService;
import io.grpc.HandlerRegistry;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import java.util.function.Supplier;

/** A service that is created at its first call: it has many message classes, and most processes never need it. */
final class LazyService extends HandlerRegistry {

    private final Supplier<BindableService> maker;

    @GuardedBy("this")
    private ServerServiceDefinition service;

    LazyService(Supplier<BindableService> maker) {
        this.maker = maker;
    }

    @Override
    public synchronized ServerMethodDefinition<?, ?> lookupMethod(String methodName, String authority) {
        if (service == null) {
            service = MalformedRequestHandler.rejectedBy(maker.get().bindService());
        }
        return service.getMethod(methodName);
    }
}
