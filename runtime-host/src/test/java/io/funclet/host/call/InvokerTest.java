package io.funclet.host.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.api.CallContext;
import io.funclet.api.FunctionException;
import io.funclet.api.FunctionHandler;
import io.funclet.api.Payload;
import io.funclet.host.call.Calls.Outcome;
import io.funclet.host.call.Calls.Outcomes;
import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.ServerConfig;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Walk 1 without the wire: one worker, so that what a call leaves behind on its thread meets the next one. */
class InvokerTest {

    private static final Duration LONG = Duration.ofSeconds(Calls.PATIENCE_SECONDS);
    private static final long UNSAID = Long.MAX_VALUE;

    /** Held, because loggers are weakly held by their manager. */
    private static final Logger LOG = Logger.getLogger(Invocation.class.getName());

    private final Workers workers = new Workers(1);
    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1);
    private final Router router =
            new Router(List.of(new FunctionConfig("f", "handler", Path.of("/code"), Map.of("KEY", "value"))), workers);
    private final FunctionSlot slot = router.slot("f");
    private final Outcomes answer = new Outcomes();
    private final AtomicReference<Invocation> afterFunction = new AtomicReference<>();

    @BeforeEach
    void silenceExpectedFailures() {
        timers.setRemoveOnCancelPolicy(true);
        LOG.setLevel(Level.OFF);
    }

    @AfterEach
    void close() {
        LOG.setLevel(null);
        workers.close();
        timers.shutdownNow();
    }

    @Test
    void answer_isThePayloadOfTheFunction() throws Exception {
        serve((event, context) -> Payload.of(event.text() + " of " + context.functionName() + " "
                + context.functionVersion() + " " + context.env()));

        assertNotNull(invoker(LONG).invoke(Calls.to("f"), UNSAID, answer));

        assertEquals(new Outcome(null, "event of f 1.0.0 {KEY=value}"), answer.next());
    }

    @Test
    void nullAnswer_isAnEmptyPayload() throws Exception {
        serve((event, context) -> null);

        invoker(LONG).invoke(Calls.to("f"), UNSAID, answer);

        assertEquals(new Outcome(null, ""), answer.next());
    }

    @Test
    void unknownFunction_failsAtOnce() throws Exception {
        assertNull(invoker(LONG).invoke(Calls.to("g"), UNSAID, answer));
        assertEquals(CallFailure.NOT_FOUND, answer.next().failure());
    }

    @Test
    void answeredCall_leavesNoTimerBehind() throws Exception {
        serve((event, context) -> event);
        Invoker invoker = invoker(LONG);
        for (int i = 0; i < 100; i++) {
            invoker.invoke(Calls.to("f"), UNSAID, answer);
            assertNull(answer.next().failure());
        }
        assertTrue(invoker.awaitIdle(LONG));
        assertTrue(timers.getQueue().size() <= 1, () -> timers.getQueue().size() + " timers");
    }

    static Stream<Arguments> throwables() {
        return Stream.of(
                thrown(new FunctionException("no such device"), CallFailure.REFUSED, "function f: no such device"),
                thrown(
                        new IllegalStateException("broken\nin two"),
                        CallFailure.FUNCTION_FAILED,
                        "function f failed: IllegalStateException: broken in two"),
                thrown(new Exception(), CallFailure.FUNCTION_FAILED, "function f failed: Exception"),
                thrown(
                        new InterruptedException("own"),
                        CallFailure.FUNCTION_FAILED,
                        "function f failed: InterruptedException: own"),
                thrown(new StackOverflowError(), CallFailure.FUNCTION_BROKEN, "function f failed: StackOverflowError"),
                thrown(
                        new NoClassDefFoundError("a/B"),
                        CallFailure.FUNCTION_BROKEN,
                        "function f failed: NoClassDefFoundError: a/B"),
                thrown(
                        new OutOfMemoryError("Java heap space"),
                        CallFailure.FUNCTION_BROKEN,
                        "function f failed: OutOfMemoryError: Java heap space"),
                thrown(new Throwable("bare"), CallFailure.FUNCTION_FAILED, "function f failed: Throwable: bare"),
                thrown(new Speechless(), CallFailure.FUNCTION_FAILED, "function f failed: Speechless"));
    }

    private static Arguments thrown(Throwable thrown, CallFailure failure, String line) {
        return Arguments.of(thrown, new Outcome(failure, line));
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void whateverIsThrown_isOneLineForTheCallerAndHarmlessForTheNextCall(Throwable thrown, Outcome expected)
            throws Exception {
        serve((event, context) -> InvokerTest.<RuntimeException>sneak(thrown));
        Invoker invoker = invoker(LONG);
        invoker.invoke(Calls.to("f"), UNSAID, answer);
        assertEquals(expected, answer.next());

        serve((event, context) -> event);
        invoker.invoke(Calls.to("f"), UNSAID, answer);
        assertEquals(new Outcome(null, "event"), answer.next());
    }

    @Test
    void functionThatRecursesForever_isAnsweredAndTheWorkerLives() throws Exception {
        serve(new FunctionHandler() {
            @Override
            public Payload handle(Payload event, CallContext context) throws Exception {
                return Payload.of(handle(event, context).text());
            }
        });

        invoker(LONG).invoke(Calls.to("f"), UNSAID, answer);

        assertEquals(new Outcome(CallFailure.FUNCTION_BROKEN, "function f failed: StackOverflowError"), answer.next());
    }

    @Test
    void lateFunction_isInterruptedAndItsAnswerIsDropped() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CompletableFuture<CallContext> interrupted = new CompletableFuture<>();
        serve((event, context) -> {
            try {
                never.await();
            } catch (InterruptedException expected) {
                interrupted.complete(context);
            }
            return Payload.of("late");
        });
        Invoker invoker = invoker(Duration.ofMillis(50));

        invoker.invoke(Calls.to("f"), UNSAID, answer);

        assertEquals(new Outcome(CallFailure.DEADLINE_EXCEEDED, "function f did not answer in time"), answer.next());
        CallContext context = interrupted.get(Calls.PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertTrue(context.isCancelled());
        assertEquals(Duration.ZERO, context.remaining());
        afterNextCall(invoker);
        assertTrue(answer.isEmpty(), "answered twice");
    }

    @Test
    void functionThatIgnoresInterruption_doesNotHoldUpItsCaller() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        serve((event, context) -> {
            boolean open = false;
            while (!open) {
                try {
                    open = gate.await(Calls.PATIENCE_SECONDS, TimeUnit.SECONDS);
                } catch (InterruptedException ignored) {
                    // As some functions do.
                }
            }
            return event;
        });

        invoker(Duration.ofMillis(50)).invoke(Calls.to("f"), UNSAID, answer);

        assertEquals(CallFailure.DEADLINE_EXCEEDED, answer.next().failure());
        gate.countDown();
    }

    @Test
    void callersDeadline_countsWhenItIsShorter() throws Exception {
        CompletableFuture<Duration> remaining = new CompletableFuture<>();
        CountDownLatch never = new CountDownLatch(1);
        serve((event, context) -> {
            remaining.complete(context.remaining());
            never.await();
            return event;
        });

        invoker(LONG).invoke(Calls.to("f"), Duration.ofMillis(50).toNanos(), answer);

        assertEquals(CallFailure.DEADLINE_EXCEEDED, answer.next().failure());
        assertTrue(remaining.get().compareTo(Duration.ofMillis(50)) <= 0);
    }

    @Test
    void callerWhoGoesAway_interruptsOnlyTheOwnCall() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
        serve((event, context) -> {
            entered.countDown();
            try {
                never.await();
            } finally {
                cancelled.complete(context.isCancelled());
            }
            return event;
        });
        Invoker invoker = invoker(LONG);
        Invocation invocation = invoker.invoke(Calls.to("f"), UNSAID, answer);
        Calls.await(entered);

        invocation.cancel();

        assertEquals(CallFailure.CANCELLED, answer.next().failure());
        assertTrue(cancelled.get(Calls.PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertFalse(afterNextCall(invoker), "the next call of the worker finds it interrupted");
        invocation.cancel();
        invocation.expire();
        assertTrue(answer.isEmpty(), "ended twice");
    }

    @Test
    void cancellation_ofAnEndedCallDoesNotReachTheWorkersNextOne() throws Exception {
        serve((event, context) -> event);
        Invoker invoker = invoker(LONG);
        Invocation first = invoker.invoke(Calls.to("f"), UNSAID, answer);
        answer.next();
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        serve((event, context) -> {
            entered.countDown();
            Calls.await(gate);
            return Payload.of("undisturbed");
        });
        invoker.invoke(Calls.to("f"), UNSAID, answer);
        Calls.await(entered);

        first.cancel();
        gate.countDown();

        assertEquals(new Outcome(null, "undisturbed"), answer.next());
    }

    @Test
    void functionThatLeavesItsThreadInterrupted_doesNotDisturbTheNextCall() throws Exception {
        serve((event, context) -> {
            Thread.currentThread().interrupt();
            return event;
        });
        Invoker invoker = invoker(LONG);
        invoker.invoke(Calls.to("f"), UNSAID, answer);
        answer.next();

        assertFalse(afterNextCall(invoker));
    }

    @Test
    void queuedCall_thatIsCancelledNeverReachesTheFunction() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch calls = new CountDownLatch(2);
        serve((event, context) -> {
            calls.countDown();
            entered.countDown();
            Calls.await(gate);
            return event;
        });
        Invoker invoker = invoker(LONG);
        invoker.invoke(Calls.to("f"), UNSAID, answer);
        Calls.await(entered);
        Outcomes queued = new Outcomes();

        invoker.invoke(Calls.to("f"), UNSAID, queued).cancel();
        assertEquals(CallFailure.CANCELLED, queued.next().failure());
        gate.countDown();
        answer.next();
        afterNextCall(invoker);

        assertEquals(1, calls.getCount(), "the function was called for nobody");
    }

    @Test
    void evictedVersion_endsItsOwnCallsAndNoOthers() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
        FunctionVersion old = Calls.version((event, context) -> {
            entered.countDown();
            try {
                never.await();
            } finally {
                cancelled.complete(context.isCancelled());
            }
            return event;
        });
        slot.publish(old);
        Invoker invoker = invoker(LONG);
        invoker.invoke(Calls.to("f"), UNSAID, answer);
        Calls.await(entered);
        Outcomes queued = new Outcomes();
        invoker.invoke(Calls.to("f"), UNSAID, queued);
        serve((event, context) -> Payload.of("new"));
        CompletableFuture<Void> drained = old.retire();

        assertEquals(1, old.evict());

        assertEquals(
                new Outcome(
                        CallFailure.UNAVAILABLE,
                        "function f 1.0.0 has been replaced, and this call did not end within the time for that"),
                answer.next());
        assertTrue(cancelled.get(Calls.PATIENCE_SECONDS, TimeUnit.SECONDS));
        drained.get(Calls.PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertEquals(new Outcome(null, "new"), queued.next());
        assertEquals(0, old.evict());
    }

    @Test
    void contextClassLoader_isTheBundlesDuringTheCallAndRestoredAfterIt() throws Exception {
        try (URLClassLoader bundle = new URLClassLoader(new URL[0], null)) {
            CompletableFuture<ClassLoader> before = new CompletableFuture<>();
            workers.execute(() -> before.complete(Thread.currentThread().getContextClassLoader()));
            CompletableFuture<ClassLoader> during = new CompletableFuture<>();
            slot.publish(new FunctionVersion(
                    (event, context) -> {
                        during.complete(Thread.currentThread().getContextClassLoader());
                        Thread.currentThread().setContextClassLoader(null);
                        throw new IllegalStateException();
                    },
                    bundle,
                    "1.0.0"));

            invoker(LONG).invoke(Calls.to("f"), UNSAID, answer);

            assertEquals(CallFailure.FUNCTION_FAILED, answer.next().failure());
            assertSame(bundle, during.get());
            CompletableFuture<ClassLoader> after = new CompletableFuture<>();
            workers.execute(() -> after.complete(Thread.currentThread().getContextClassLoader()));
            assertSame(before.get(), after.get(Calls.PATIENCE_SECONDS, TimeUnit.SECONDS));
        }
    }

    @Test
    void currentCall_isKnownToTheFunctionAndToWhatRunsAfterItAndForgottenThen() throws Exception {
        AtomicReference<Invocation> during = new AtomicReference<>();
        serve((event, context) -> {
            during.set(CurrentCall.get());
            return event;
        });
        Invoker invoker = invoker(LONG);
        Invocation invocation = invoker.invoke(Calls.to("f"), UNSAID, answer);
        answer.next();
        CompletableFuture<Boolean> forgotten = new CompletableFuture<>();
        workers.execute(() -> forgotten.complete(CurrentCall.get() == null));

        assertTrue(forgotten.get(Calls.PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertSame(invocation, during.get());
        assertSame(invocation, afterFunction.get());
    }

    @Test
    void functionThatDoesNotCome_isSaidToBeUnavailableAMomentBeforeTheCallersDeadline() throws Exception {
        slot.explainAbsence("no bundle provides f");
        long callerNanos = Duration.ofSeconds(2).toNanos();
        long begin = System.nanoTime();

        invoker(LONG).invoke(Calls.to("f"), callerNanos, answer);

        assertEquals(new Outcome(CallFailure.UNAVAILABLE, "no bundle provides f"), answer.next());
        long waited = System.nanoTime() - begin;
        assertTrue(waited >= callerNanos * 9 / 10, "gave up after " + waited + " ns");
    }

    @Test
    void waitingCall_runsWhenItsFunctionComes() throws Exception {
        invoker(LONG).invoke(Calls.to("f"), UNSAID, answer);

        serve((event, context) -> event);

        assertEquals(new Outcome(null, "event"), answer.next());
    }

    @Test
    void callThatCameToItsFunctionLate_stillHasItsWholeTime() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        invoker(LONG).invoke(Calls.to("f"), Duration.ofMillis(300).toNanos(), answer);
        serve((event, context) -> {
            never.await();
            return event;
        });

        assertEquals(CallFailure.DEADLINE_EXCEEDED, answer.next().failure());
    }

    @Test
    void moreCallsThanAllowed_areRefusedUntilOneHasEnded() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        serve((event, context) -> {
            Calls.await(gate);
            return event;
        });
        Invoker invoker = invoker(LONG, OptionalInt.of(2));
        invoker.invoke(Calls.to("f"), UNSAID, answer);
        invoker.invoke(Calls.to("f"), UNSAID, answer);
        Outcomes refused = new Outcomes();

        assertNull(invoker.invoke(Calls.to("f"), UNSAID, refused));
        assertEquals(
                new Outcome(CallFailure.OVERLOADED, "more than 2 calls at once, as server.concurrent.max allows"),
                refused.next());
        gate.countDown();
        answer.next();
        answer.next();
        assertTrue(invoker.awaitIdle(LONG));

        invoker.invoke(Calls.to("f"), UNSAID, answer);
        assertEquals(new Outcome(null, "event"), answer.next());
    }

    @Test
    void awaitIdle_returnsWhenTheLastCallHasBeenAnswered() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        serve((event, context) -> {
            Calls.await(gate);
            return event;
        });
        Invoker invoker = invoker(LONG);
        assertTrue(invoker.awaitIdle(Duration.ZERO));
        invoker.invoke(Calls.to("f"), UNSAID, answer);
        assertFalse(invoker.awaitIdle(Duration.ofMillis(1)));

        timers.execute(gate::countDown);

        assertTrue(invoker.awaitIdle(LONG));
        assertFalse(answer.isEmpty(), "idle before the answer was on its way");
    }

    /** Runs a call on the same worker, and returns whether it found the thread interrupted. */
    private boolean afterNextCall(Invoker invoker) throws Exception {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        serve((event, context) -> {
            interrupted.complete(Thread.currentThread().isInterrupted());
            return event;
        });
        Outcomes next = new Outcomes();
        Invoker patient = invoker(LONG);
        patient.invoke(Calls.to("f"), UNSAID, next);
        assertEquals(new Outcome(null, "event"), next.next());
        return interrupted.get();
    }

    private void serve(FunctionHandler handler) {
        slot.publish(Calls.version(handler));
    }

    private Invoker invoker(Duration timeout) {
        return invoker(timeout, OptionalInt.empty());
    }

    private Invoker invoker(Duration timeout, OptionalInt maxConcurrent) {
        ServerConfig config = new ServerConfig(
                new ListenAddress("127.0.0.1", 0), timeout, 1024, OptionalInt.empty(), maxConcurrent, Optional.empty());
        return new Invoker(router, timers, config, () -> afterFunction.set(CurrentCall.get()));
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> Payload sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    /** An exception of which even the message cannot be had. */
    private static final class Speechless extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new UnsupportedOperationException("no message");
        }
    }
}
