package io.funclet.host.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.call.endpoint.FunctionVersion;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.permit.EventLoopUse;
import io.funclet.host.call.worker.CallExecutor;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workers for which the system has no thread: a container is limited to a number of them. */
public class RejectedThreadsTest extends LimitedCalls {

    private final RejectedThreads threads = new RejectedThreads();

    @BeforeEach
    void lookForThreads() {
        callExecutor = new CallExecutor(1, () -> 0, threads);
        callExecutor.use(timers);
    }

    @Test
    void threadsThatTheSystemRejects_leaveTheWorkToTheOthers() throws Exception {
        AtomicInteger made = new AtomicInteger();
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(2);
        CallExecutor three = new CallExecutor(3, () -> 0, worker -> {
            if (made.incrementAndGet() > 1) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return new Thread(worker);
        });
        try (three) {
            three.execute(() -> Calls.hold(running, gate));
            Calls.await(running);
            three.execute(done::countDown);
            three.execute(done::countDown);
            assertEquals(2, done.getCount());
            gate.countDown();
            Calls.await(done);
        }
        assertTrue(made.get() > 1);
    }

    @Test
    void firstThreadThatTheSystemRejects_isLookedForAgain_andTheTaskRuns() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        threads.reject = true;
        callExecutor.execute(done::countDown);
        Calls.await(threads.rejected);
        assertEquals(1, done.getCount());

        threads.reject = false;

        Calls.await(done);
    }

    @Test
    void callThatHasJustCome_isRejectedAfterAWhile_andLaterOnesAreTaken() throws Exception {
        configure("f", null, 0, 0);
        serve(callExecutor);
        publish("f", (event, context) -> event);
        threads.reject = true;

        Calls.Outcome outcome = call("f").next();

        assertEquals(CallFailure.OVERLOADED, outcome.failure());
        assertTrue(outcome.text().contains("the system gives no thread"), outcome::text);
        threads.reject = false;
        assertEquals("event", call("f").next().text());
        assertTrue(invoker.awaitIdle(LONG));
    }

    /** As an update does, of whose versions the author says how many calls may run: the workers are shared out anew. */
    @Test
    void publishing_isNotCutShort_andCallsThatWaitedRunAsSoonAsThereIsAThread() throws Exception {
        configure("waiting", null, 0, 0);
        configure("other", null, 0, 0);
        configure("late", null, 0, 0);
        serve(callExecutor);
        Calls.Outcomes waiting = call("waiting");
        Calls.Outcomes other = call("other");
        threads.reject = true;

        router.endpoint("other")
                .publish(new FunctionVersion(
                        (event, context) -> event, null, "1.0.0", EventLoopUse.NEVER, limits(null, 1, 0)));

        assertEquals("1.0.0", status("other").version());
        publish("waiting", (event, context) -> event);
        publish("late", (event, context) -> event);
        // For longer than a call that has just come is let wait.
        assertEquals(CallFailure.OVERLOADED, call("late").next().failure());
        assertTrue(waiting.isEmpty() && other.isEmpty());
        threads.reject = false;
        assertEquals("event", waiting.next().text());
        assertEquals("event", other.next().text());
    }

    @Test
    void namesThatComeAndGo_areNotCutShort() throws Exception {
        serve(callExecutor);
        Calls.Outcomes waiting = call("waiting");
        threads.reject = true;

        publish("other", (event, context) -> event);
        router.remove("other");
        publish("waiting", (event, context) -> event);
        callExecutor.renew();

        threads.reject = false;
        assertEquals("event", waiting.next().text());
    }

    @Test
    void callThatEndsWhileItWaitsForAThread_leavesNothingBehind() throws Exception {
        configure("f", null, 0, 0);
        serve(callExecutor);
        Calls.Outcomes response = call("f", TimeUnit.MILLISECONDS.toNanos(200));
        threads.reject = true;
        publish("f", (event, context) -> event);

        assertEquals(CallFailure.DEADLINE_EXCEEDED, response.next().failure());

        assertTrue(invoker.awaitIdle(LONG));
    }

    @Test
    void listenerThatThrows_keepsNoCallWaiting() throws Exception {
        configure("f", null, 0, 0);
        serve(callExecutor);
        router.listen(function -> {
            throw new IllegalStateException("expected by a test");
        });
        Calls.Outcomes response = call("f");

        publish("f", (event, context) -> event);

        assertEquals("event", response.next().text());
    }

    /** Threads of which the system gives none for a while. */
    private static final class RejectedThreads implements ThreadFactory {

        public final CountDownLatch rejected = new CountDownLatch(3);
        public volatile boolean reject;

        @Override
        public Thread newThread(Runnable worker) {
            if (reject) {
                rejected.countDown();
                throw new OutOfMemoryError("unable to create native thread");
            }
            Thread thread = new Thread(worker);
            thread.setDaemon(true);
            return thread;
        }
    }
}
