package io.funclet.host.call.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.api.FunctionHandler;
import io.funclet.host.call.Calls;
import io.funclet.host.call.Calls.Outcome;
import io.funclet.host.call.Calls.Outcomes;
import io.funclet.host.call.Routers;
import io.funclet.host.call.compare.CallSample;
import io.funclet.host.call.model.CallShare;
import io.funclet.host.call.permit.EventLoopUse;
import io.funclet.host.config.RequestedLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What copies of calls do to the calls: nothing. */
class ShadowTrafficTest {

    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
    private final FunctionEndpoint endpoint =
            Routers.of(List.of(), Runnable::run).endpoint("f");
    private final Outcomes responses = new Outcomes();
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void close() {
        gate.countDown();
        timers.shutdownNow();
    }

    private static FunctionVersion version(FunctionHandler handler, EventLoopUse use) {
        return new FunctionVersion(
                handler, null, "1.0.0", use, RequestedLimits.NONE, new CallSample(), thrown -> Optional.empty());
    }

    /** Ends when the gate is open, and not by an interruption. */
    private void hang() {
        while (gate.getCount() > 0) {
            try {
                gate.await();
            } catch (InterruptedException ignored) {
                assertTrue(gate.getCount() >= 0);
            }
        }
    }

    private void call() throws InterruptedException {
        assertTrue(endpoint.enter());
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        InvocationHooks hooks = new InvocationHooks(timers, () -> {}, false);
        endpoint.waitQueue().admit(new Invocation(Calls.to("f"), endpoint, responses, deadline, hooks));
        assertEquals(new Outcome(null, "event"), responses.next());
    }

    @Test
    void copiesWithoutRoom_areDropped_andNoCallWaitsForThem() throws Exception {
        FunctionVersion old = version((event, context) -> event, EventLoopUse.NEVER);
        FunctionVersion candidate = version(
                (event, context) -> {
                    hang();
                    return event;
                },
                EventLoopUse.NEVER);
        try (ShadowTraffic copies = new ShadowTraffic(candidate, new CallShare(100, ""))) {
            old.shadow(copies);
            endpoint.publish(old);
            for (int i = 0; i < ShadowTraffic.MOST_COPIES + 5; i++) {
                call();
            }
            assertEquals(5, copies.dropped());
            assertEquals(0, endpoint.bulkhead().inside());
        }
        call();
    }

    @Test
    void oldVersionThatServesMostCalls_decidesWhetherTheyMayRunOnEventLoops() {
        FunctionVersion old = version((event, context) -> event, EventLoopUse.PROMISED);
        FunctionVersion candidate = version((event, context) -> event, EventLoopUse.NEVER);
        old.permit().tried(old.permit().trial(), 0);
        candidate.share(new VersionShare(old, new CallShare(0, "")));
        endpoint.publish(candidate);

        assertTrue(endpoint.mayRunOnEventLoop(Calls.to("f")));
        candidate.share(null);
        assertFalse(endpoint.mayRunOnEventLoop(Calls.to("f")));
    }
}
