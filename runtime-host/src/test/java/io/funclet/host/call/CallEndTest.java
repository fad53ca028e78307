package io.funclet.host.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.api.CallContext;
import io.funclet.api.Payload;
import io.funclet.host.call.Calls.Outcome;
import io.funclet.host.call.Calls.Outcomes;
import io.funclet.host.call.endpoint.CurrentCall;
import io.funclet.host.call.endpoint.FunctionVersion;
import io.funclet.host.call.endpoint.Invocation;
import io.funclet.host.call.model.CallFailure;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How calls end before their function does: time, callers who go away, and versions that are replaced. */
class CallEndTest extends InvokedCalls {

    @Test
    void lateFunction_isInterruptedAndItsResponseIsDropped() throws Exception {
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

        invoker.invoke(Calls.to("f"), UNSAID, response);

        assertEquals(new Outcome(CallFailure.DEADLINE_EXCEEDED, "function f did not answer in time"), response.next());
        CallContext context = interrupted.get(Calls.PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertTrue(context.isCancelled());
        assertEquals(Duration.ZERO, context.remaining());
        afterNextCall(invoker);
        assertTrue(response.isEmpty(), "answered twice");
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

        invoker(Duration.ofMillis(50)).invoke(Calls.to("f"), UNSAID, response);

        assertEquals(CallFailure.DEADLINE_EXCEEDED, response.next().failure());
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

        invoker(LONG).invoke(Calls.to("f"), Duration.ofMillis(50).toNanos(), response);

        assertEquals(CallFailure.DEADLINE_EXCEEDED, response.next().failure());
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
        Invocation invocation = invoker.invoke(Calls.to("f"), UNSAID, response);
        Calls.await(entered);

        invocation.cancel();

        assertEquals(CallFailure.CANCELLED, response.next().failure());
        assertTrue(cancelled.get(Calls.PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertFalse(afterNextCall(invoker), "the next call of the worker finds it interrupted");
        invocation.cancel();
        invocation.expire();
        assertTrue(response.isEmpty(), "ended twice");
    }

    @Test
    void cancellation_ofAnEndedCallDoesNotReachTheWorkersNextOne() throws Exception {
        serve((event, context) -> event);
        Invoker invoker = invoker(LONG);
        Invocation first = invoker.invoke(Calls.to("f"), UNSAID, response);
        response.next();
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        serve((event, context) -> {
            entered.countDown();
            Calls.await(gate);
            return Payload.of("undisturbed");
        });
        invoker.invoke(Calls.to("f"), UNSAID, response);
        Calls.await(entered);

        first.cancel();
        gate.countDown();

        assertEquals(new Outcome(null, "undisturbed"), response.next());
    }

    @Test
    void functionThatLeavesItsThreadInterrupted_doesNotDisturbTheNextCall() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        serve((event, context) -> {
            if (entered.getCount() > 0) {
                entered.countDown();
                Calls.await(gate);
                Thread.currentThread().interrupt();
            } else {
                interrupted.complete(Thread.currentThread().isInterrupted());
            }
            return event;
        });
        Invoker invoker = invoker(LONG);
        invoker.invoke(Calls.to("f"), UNSAID, response);
        Calls.await(entered);
        // It waits, so that the worker goes on with it at once.
        Outcomes next = new Outcomes();
        invoker.invoke(Calls.to("f"), UNSAID, next);
        gate.countDown();

        response.next();
        next.next();

        assertFalse(interrupted.get());
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
        invoker.invoke(Calls.to("f"), UNSAID, response);
        Calls.await(entered);
        Outcomes queued = new Outcomes();

        invoker.invoke(Calls.to("f"), UNSAID, queued).cancel();
        assertEquals(CallFailure.CANCELLED, queued.next().failure());
        gate.countDown();
        response.next();
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
        endpoint.publish(old);
        Invoker invoker = invoker(LONG);
        invoker.invoke(Calls.to("f"), UNSAID, response);
        Calls.await(entered);
        Outcomes queued = new Outcomes();
        invoker.invoke(Calls.to("f"), UNSAID, queued);
        serve((event, context) -> Payload.of("new"));
        CompletableFuture<Void> drained = old.retire();

        assertEquals(1, CurrentCall.evict(old));

        assertEquals(
                new Outcome(
                        CallFailure.UNAVAILABLE,
                        "function f 1.0.0 has been replaced, and this call did not end within the time for that"),
                response.next());
        assertTrue(cancelled.get(Calls.PATIENCE_SECONDS, TimeUnit.SECONDS));
        drained.get(Calls.PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertEquals(new Outcome(null, "new"), queued.next());
        assertEquals(0, CurrentCall.evict(old));
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
}
