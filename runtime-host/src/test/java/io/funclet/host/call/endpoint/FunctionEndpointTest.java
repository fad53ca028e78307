package io.funclet.host.call.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.api.Payload;
import io.funclet.host.call.Calls;
import io.funclet.host.call.Calls.Outcome;
import io.funclet.host.call.Calls.Outcomes;
import io.funclet.host.call.Invocations;
import io.funclet.host.call.Router;
import io.funclet.host.call.Routers;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.model.Responder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class FunctionEndpointTest {

    private final Queue<Runnable> queue = new ArrayDeque<>();
    private final Router router = Routers.of(List.of(), queue::add);
    private final FunctionEndpoint endpoint = router.endpoint("f");
    private final Outcomes response = new Outcomes();
    private final FunctionVersion echo = Calls.version((event, context) -> event);

    @Test
    void callWithoutAVersion_waitsAndRunsWhenOneIsPublished() throws Exception {
        assertTrue(endpoint.waitQueue().admit(Invocations.of(endpoint, response)));
        assertTrue(queue.isEmpty());

        endpoint.publish(echo);
        work();

        assertEquals(new Outcome(null, "event"), response.next());
    }

    @Test
    void callWithAVersion_runsAtOnce() throws Exception {
        endpoint.publish(echo);

        assertFalse(endpoint.waitQueue().admit(Invocations.of(endpoint, response)));
        work();

        assertEquals(new Outcome(null, "event"), response.next());
    }

    @Test
    void abandonedCall_doesNotRun() {
        Invocation invocation = Invocations.of(endpoint, response);
        endpoint.waitQueue().admit(invocation);

        assertTrue(endpoint.waitQueue().abandon(invocation));
        assertFalse(endpoint.waitQueue().abandon(invocation));
        endpoint.publish(echo);

        assertTrue(queue.isEmpty());
    }

    @Test
    void waitingCalls_runInTheOrderInWhichTheyCame() throws Exception {
        for (int i = 0; i < 3; i++) {
            String number = Integer.toString(i);
            endpoint.waitQueue().admit(Invocations.of(endpoint, new Tagged(number, response)));
        }

        endpoint.publish(echo);
        work();

        for (int i = 0; i < 3; i++) {
            assertEquals(new Outcome(null, i + " event"), response.next());
        }
    }

    @Test
    void callWhoseVersionGoesWhileItIsQueued_waitsForTheNextOne() throws Exception {
        endpoint.publish(echo);
        endpoint.waitQueue().admit(Invocations.of(endpoint, response));
        endpoint.publish(null);
        echo.retire();
        work();
        assertTrue(response.isEmpty());

        endpoint.publish(Calls.version((event, context) -> Payload.of("second")));
        work();

        assertEquals(new Outcome(null, "second"), response.next());
    }

    @Test
    void lease_countsAsARunningCallUntilItIsClosed() {
        endpoint.publish(echo);
        try (Lease lease = endpoint.acquire(null)) {
            assertSame(echo, lease.version());
            assertEquals(1, echo.running());
            assertFalse(echo.retire().isDone());
        }
        assertTrue(echo.retire().isDone());
        endpoint.publish(null);
        assertNull(endpoint.acquire(null));
    }

    @Test
    void acquire_neverGivesARetiredVersionAndNeverNoneWhileVersionsAreExchanged() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch taken = new CountDownLatch(10_000);
        endpoint.publish(echo);
        ExecutorService caller = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> broken = caller.submit(() -> {
                int failures = 0;
                while (!stop.get()) {
                    try (Lease lease = endpoint.acquire(null)) {
                        if (lease == null || lease.version().running() == 0) {
                            failures++;
                        }
                        taken.countDown();
                    }
                }
                return failures;
            });
            FunctionVersion serving = echo;
            while (taken.getCount() > 0 && !broken.isDone()) {
                FunctionVersion next = Calls.version((event, context) -> event);
                endpoint.publish(next);
                serving.retire();
                serving = next;
            }
            stop.set(true);

            assertEquals(0, broken.get(Calls.PATIENCE_SECONDS, TimeUnit.SECONDS));
        } finally {
            stop.set(true);
            caller.shutdownNow();
        }
    }

    @Test
    void callThatIsQueuedWhenItsFunctionIsRemoved_isToldThatItIsUnknown() throws Exception {
        endpoint.publish(echo);
        endpoint.waitQueue().admit(Invocations.of(endpoint, response));

        router.remove("f");
        echo.retire();
        assertTimeoutPreemptively(Duration.ofSeconds(Calls.PATIENCE_SECONDS), this::work);

        assertEquals(CallFailure.NOT_FOUND, response.next().failure());
    }

    @Test
    void callThatComesToARemovedSlot_isToldThatItIsUnknown() throws Exception {
        router.remove("f");

        assertFalse(endpoint.waitQueue().admit(Invocations.of(endpoint, response)));

        assertEquals(CallFailure.NOT_FOUND, response.next().failure());
    }

    @Test
    void callThatWouldWaitWhileTheRuntimeStops_isNotMadeToWait() throws Exception {
        router.dismissAll();

        assertFalse(endpoint.waitQueue().admit(Invocations.of(endpoint, response)));

        assertEquals(new Outcome(CallFailure.UNAVAILABLE, "the runtime is stopping"), response.next());
    }

    @Test
    void callThatEndedWhileItWasQueued_isNotKept() throws Exception {
        endpoint.publish(echo);
        Invocation invocation = Invocations.of(endpoint, response);
        endpoint.waitQueue().admit(invocation);
        endpoint.publish(null);

        invocation.cancel();
        work();

        assertEquals(CallFailure.CANCELLED, response.next().failure());
        assertFalse(endpoint.waitQueue().abandon(invocation), "an ended call waits");
    }

    @Test
    void callThatExpiredWhileItWasQueued_isNotKept() throws Exception {
        endpoint.publish(echo);
        Invocation invocation = Invocations.of(endpoint, response);
        endpoint.waitQueue().admit(invocation);
        endpoint.publish(null);

        invocation.expire();
        work();

        assertEquals(CallFailure.DEADLINE_EXCEEDED, response.next().failure());
        assertFalse(endpoint.waitQueue().abandon(invocation), "an ended call waits");
    }

    @Test
    void callThatWaitsWhenItsTimeIsOver_isToldWhatItWaitedFor() throws Exception {
        Invocation invocation = Invocations.of(endpoint, response);
        endpoint.waitQueue().admit(invocation);
        endpoint.explainAbsence("no bundle provides f");

        invocation.expire();

        assertEquals(new Outcome(CallFailure.UNAVAILABLE, "no bundle provides f"), response.next());
    }

    private void work() {
        for (Runnable task = queue.poll(); task != null; task = queue.poll()) {
            task.run();
        }
    }

    private record Tagged(String tag, Outcomes response) implements Responder {
        @Override
        public void succeed(Payload payload) {
            response.succeed(Payload.of(tag + " " + payload.text()));
        }

        @Override
        public void fail(CallFailure failure, String message) {
            response.fail(failure, tag + " " + message);
        }
    }
}
