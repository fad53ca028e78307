package io.funclet.host.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.api.CallContext;
import io.funclet.api.Payload;
import io.funclet.host.call.endpoint.FunctionVersion;
import io.funclet.host.call.endpoint.Invocation;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.model.Responder;
import io.funclet.host.call.stat.FunctionStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;

/** Calls that come, are cancelled, and lose and find their version, all at once: none is lost, and none too many runs. */
class WaitQueueRaceTest extends LimitedCalls {

    private static final int CALLS = 4000;

    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger trespassers = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger rejected = new AtomicInteger();

    private Payload handle(Payload event, CallContext context) {
        int most = context.functionName().equals("narrow") ? 1 : 3;
        if (inside.incrementAndGet() > 4 || status(context.functionName()).running() > most) {
            trespassers.incrementAndGet();
        }
        Thread.yield();
        inside.decrementAndGet();
        return event;
    }

    private final Responder responder = new Responder() {
        @Override
        public void succeed(Payload payload) {
            answered.incrementAndGet();
        }

        @Override
        public void fail(CallFailure failure, String message) {
            answered.incrementAndGet();
            if (failure != CallFailure.CANCELLED) {
                rejected.incrementAndGet();
            }
        }
    };

    private void callMany(String name) {
        for (int i = 0; i < CALLS; i++) {
            Invocation invocation = invoker.invoke(Calls.to(name), UNSAID, responder);
            if (i % 7 == 0 && invocation != null) {
                invocation.cancel();
            }
        }
    }

    @RepeatedTest(5)
    void everyCallIsAnswered_withinTheLimits_andNothingIsLeftBehind() throws Exception {
        for (String name : List.of("narrow", "wide", "updated")) {
            configure(name, null, name.equals("narrow") ? 1 : 3, 3 * CALLS);
        }
        serve(4);
        for (String name : List.of("narrow", "wide", "updated")) {
            publish(name, this::handle);
        }
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> callers = new ArrayList<>();
            for (String name : List.of("narrow", "wide", "updated")) {
                callers.add(threads.submit(() -> callMany(name)));
            }
            Future<?> updates = threads.submit(() -> {
                FunctionVersion old = publish("updated", this::handle);
                while (!stop.get()) {
                    router.endpoint("updated").publish(null);
                    old.retire();
                    old = publish("updated", this::handle);
                    callExecutor.renew();
                }
            });
            for (Future<?> each : callers) {
                each.get(Calls.PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
            stop.set(true);
            updates.get(Calls.PATIENCE_SECONDS, TimeUnit.SECONDS);
        } finally {
            stop.set(true);
            threads.shutdownNow();
        }

        assertTrue(invoker.awaitIdle(LONG), () -> "still there: " + router.status());
        assertEquals(3 * CALLS, answered.get());
        assertEquals(0, trespassers.get());
        assertEquals(0, rejected.get());
        for (FunctionStatus status : router.status()) {
            assertEquals(0, status.running() + status.waiting(), status::toString);
        }
    }

    /** Each waits for its response, so that no other call helps one that was left standing. */
    private int callOneByOne() throws Exception {
        int wrong = 0;
        for (int i = 0; i < CALLS; i++) {
            wrong += call("narrow").next().failure() == null ? 0 : 1;
        }
        return wrong;
    }

    @RepeatedTest(3)
    void callThatComesWhileTheOneBeforeLeaves_isNotLeftStanding() throws Exception {
        configure("narrow", null, 1, 100);
        serve(4);
        publish("narrow", (event, context) -> event);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<Integer> one = threads.submit(this::callOneByOne);
            Future<Integer> two = threads.submit(this::callOneByOne);

            assertEquals(0, one.get(Calls.PATIENCE_SECONDS, TimeUnit.SECONDS));
            assertEquals(0, two.get(Calls.PATIENCE_SECONDS, TimeUnit.SECONDS));
        } finally {
            threads.shutdownNow();
        }
    }
}
