package io.funclet.host.call;

import io.funclet.host.call.endpoint.FunctionEndpoint;
import io.funclet.host.call.endpoint.Invocation;
import io.funclet.host.call.endpoint.InvocationHooks;
import io.funclet.host.call.model.Responder;
import java.time.Duration;

/** Invocations without an {@link Invoker}: without a clock. */
public final class Invocations {

    private static final InvocationHooks NOBODY = new InvocationHooks(null, () -> {}, false);

    private Invocations() {}

    /** A call that has entered its endpoint's places. */
    public static Invocation of(FunctionEndpoint endpoint, Responder responder) {
        if (!endpoint.enter()) {
            throw new IllegalStateException(endpoint.overload());
        }
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        return new Invocation(Calls.to(endpoint.name()), endpoint, responder, deadline, NOBODY);
    }
}
