package io.funclet.host.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.api.FunctionHandler;
import io.funclet.host.call.Calls.Outcomes;
import io.funclet.host.call.endpoint.FunctionVersion;
import io.funclet.host.call.endpoint.Invocation;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.permit.EventLoopUse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A function's own timeout, and what becomes of those that ignore it. */
class CallTimeTest extends LimitedCalls {

    private static final Duration SHORT = Duration.ofMillis(50);

    private final BlockingQueue<LogRecord> warnings = new LinkedBlockingQueue<>();
    private final Handler log = new Handler() {
        @Override
        public void publish(LogRecord line) {
            warnings.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        InvokedCalls.LOG.setUseParentHandlers(false);
        InvokedCalls.LOG.addHandler(log);
    }

    @AfterEach
    void deafen() {
        InvokedCalls.LOG.removeHandler(log);
        InvokedCalls.LOG.setUseParentHandlers(true);
    }

    /** A function that waits at the gate, and does not care who interrupts it. */
    private FunctionHandler stubborn(CountDownLatch entered) {
        return (event, context) -> {
            entered.countDown();
            while (gate.getCount() > 0) {
                try {
                    gate.await();
                } catch (InterruptedException ignored) {
                    // As some functions do.
                }
            }
            return event;
        };
    }

    private void awaitNone(String function) throws Exception {
        long end = System.nanoTime() + LONG.toNanos();
        while (status(function).running() > 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertEquals(0, status(function).running());
    }

    @Test
    void functionsOwnTimeout_endsTheCall_beforeTheCallersDeadline() throws Exception {
        configure("f", SHORT, 0, 0);
        serve(8);
        CompletableFuture<Duration> remaining = new CompletableFuture<>();
        publish("f", (event, context) -> {
            remaining.complete(context.remaining());
            gate.await();
            return event;
        });

        assertEquals(
                CallFailure.DEADLINE_EXCEEDED, call("f", LONG.toNanos()).next().failure());
        assertTrue(remaining.get().compareTo(SHORT) <= 0, () -> "allowed " + remaining.join());
        awaitNone("f");
    }

    @Test
    void authorsTimeout_countsForThoseWhoWaitedForTheVersion() throws Exception {
        configure("f", null, 0, 0);
        serve(8);
        Outcomes waiting = call("f");

        router.endpoint("f")
                .publish(new FunctionVersion(
                        gated(new CountDownLatch(1)), null, "1.0.0", EventLoopUse.NEVER, limits(SHORT, 0, 0)));

        assertEquals(CallFailure.DEADLINE_EXCEEDED, waiting.next().failure());
    }

    @Test
    void functionsOwnTimeout_doesNotRunWhileItIsNotThere() throws Exception {
        configure("f", SHORT, 0, 0);
        serve(8);
        Outcomes waiting = call("f");
        Outcomes impatient = call("f", SHORT.multipliedBy(3).toNanos());
        assertEquals(CallFailure.UNAVAILABLE, impatient.next().failure());

        publish("f", (event, context) -> event);

        assertEquals("event", waiting.next().text());
    }

    @Test
    void operatorsTimeout_winsOverTheAuthors() {
        configure("f", LONG.minusSeconds(1), 0, 0);
        serve(8);

        router.endpoint("f")
                .publish(new FunctionVersion(
                        gated(new CountDownLatch(1)), null, "1.0.0", EventLoopUse.NEVER, limits(SHORT, 0, 0)));

        assertEquals(LONG.minusSeconds(1), status("f").limits().timeout());
    }

    @Test
    void callThatIgnoresItsInterruption_isCounted_andNamedOnceWithItsStack() throws Exception {
        configure("f", SHORT, 2, 0);
        configure("echo", null, 0, 0);
        serve(4);
        publish("f", stubborn(new CountDownLatch(2)));
        publish("echo", (event, context) -> event);
        for (Outcomes each : List.of(call("f"), call("f"))) {
            assertEquals(CallFailure.DEADLINE_EXCEEDED, each.next().failure());
        }

        LogRecord line = warnings.poll(Calls.PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertNotNull(line, "nothing in the log");
        assertTrue(line.getMessage().startsWith("function f 1.0.0 ignores interruption"), line::getMessage);
        assertTrue(
                List.of(line.getThrown().getStackTrace()).stream()
                        .anyMatch(frame -> frame.getClassName().startsWith(CallTimeTest.class.getName())),
                () -> List.of(line.getThrown().getStackTrace()).toString());
        awaitOvertime(2);
        assertEquals(CallFailure.DEADLINE_EXCEEDED, call("f").next().failure());
        assertEquals("event", call("echo").next().text());

        gate.countDown();
        awaitNone("f");
        assertEquals(0, status("f").overtime());
        assertEquals(2, status("f").totalOvertime());
        assertNull(warnings.poll());
        assertEquals("event", call("f").next().text());
    }

    @Test
    void callerWhoGoesAway_doesNotHideThatTheFunctionIgnoresIt() throws Exception {
        configure("f", null, 0, 0);
        serve(4);
        CountDownLatch entered = new CountDownLatch(1);
        publish("f", stubborn(entered));
        Outcomes response = new Outcomes();
        Invocation running = invoker.invoke(Calls.to("f"), UNSAID, response);
        Calls.await(entered);

        running.cancel();

        assertEquals(CallFailure.CANCELLED, response.next().failure());
        awaitOvertime(1);
        assertTrue(invoker.awaitIdle(Duration.ZERO), "waits for a call that has been answered");
    }

    @Test
    void singleWorker_thatIsLost_isReplacedForTheOthers() throws Exception {
        configure("f", SHORT, 0, 0);
        configure("echo", null, 0, 0);
        serve(1);
        publish("f", stubborn(new CountDownLatch(1)));
        publish("echo", (event, context) -> event);
        Outcomes lost = call("f");
        Outcomes next = call("f");
        Outcomes other = call("echo");

        assertEquals(CallFailure.DEADLINE_EXCEEDED, lost.next().failure());
        assertEquals(CallFailure.DEADLINE_EXCEEDED, next.next().failure());
        assertEquals("event", other.next().text());
        assertEquals(1, status("f").limits().concurrency());
    }

    @Test
    void borrowedWorkers_thatAreLost_areLentToOthersAgain() throws Exception {
        int workerCount = 6;
        configure("f", Duration.ofSeconds(1), 0, 0);
        configure("wide", null, 0, 0);
        serve(workerCount);
        // All but the one that is the other's own.
        CountDownLatch taken = new CountDownLatch(workerCount - 1);
        CountDownLatch entered = new CountDownLatch(3);
        publish("f", stubborn(taken));
        publish("wide", gated(entered));
        for (int i = 1; i < workerCount; i++) {
            call("f");
        }
        Calls.await(taken);
        awaitOvertime(workerCount - 1);

        for (int i = 0; i < 3; i++) {
            call("wide");
        }

        Calls.await(entered);
    }

    private void awaitOvertime(long calls) {
        long end = System.nanoTime() + LONG.toNanos();
        while (status("f").totalOvertime() < calls && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertEquals(calls, status("f").totalOvertime());
        assertEquals(calls, status("f").overtime());
    }
}
