package io.funclet.testkit.functions;

import io.funclet.api.CallContext;
import io.funclet.api.FunctionHandler;
import io.funclet.api.FunctionName;
import io.funclet.api.Nonblocking;
import io.funclet.api.Payload;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Component;

/** Responds with the kind of its thread, which it keeps for a second if it is told to stay. */
@Component
@FunctionName("quick")
@Nonblocking
public class QuickFunction implements FunctionHandler {

    /** The same without the annotation. */
    @Component
    @FunctionName("plain")
    public static class Plain implements FunctionHandler {
        @Override
        public Payload handle(Payload event, CallContext context) {
            return thread();
        }
    }

    @Override
    public Payload handle(Payload event, CallContext context) throws InterruptedException {
        if (event.text().equals("stay")) {
            new CountDownLatch(1).await(1, TimeUnit.SECONDS);
        }
        return thread();
    }

    private static Payload thread() {
        return Payload.of(Thread.currentThread().getName().startsWith("call-") ? "worker" : "event loop");
    }
}
