package io.funclet.host.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.call.Calls.Outcome;
import io.funclet.host.call.Calls.Outcomes;
import io.funclet.host.call.model.CallFailure;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Which calls wait for their function, and which are not let in. */
class CallAdmissionTest extends InvokedCalls {

    @Test
    void unknownFunction_failsAtOnce() throws Exception {
        assertNull(invoker(LONG).invoke(Calls.to("g"), UNSAID, response));
        assertEquals(CallFailure.NOT_FOUND, response.next().failure());
    }

    @Test
    void functionThatDoesNotCome_isSaidToBeUnavailableAMomentBeforeTheCallersDeadline() throws Exception {
        endpoint.explainAbsence("no bundle provides f");
        long callerNanos = Duration.ofSeconds(2).toNanos();
        long begin = System.nanoTime();

        invoker(LONG).invoke(Calls.to("f"), callerNanos, response);

        assertEquals(new Outcome(CallFailure.UNAVAILABLE, "no bundle provides f"), response.next());
        long waited = System.nanoTime() - begin;
        assertTrue(waited >= callerNanos * 9 / 10, "gave up after " + waited + " ns");
    }

    @Test
    void waitingCall_runsWhenItsFunctionComes() throws Exception {
        invoker(LONG).invoke(Calls.to("f"), UNSAID, response);

        serve((event, context) -> event);

        assertEquals(new Outcome(null, "event"), response.next());
    }

    @Test
    void callThatCameToItsFunctionLate_stillHasItsWholeTime() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        invoker(LONG).invoke(Calls.to("f"), Duration.ofMillis(300).toNanos(), response);
        serve((event, context) -> {
            never.await();
            return event;
        });

        assertEquals(CallFailure.DEADLINE_EXCEEDED, response.next().failure());
    }

    @Test
    void moreCallsThanAllowed_areRejectedUntilOneHasEnded() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        serve((event, context) -> {
            Calls.await(gate);
            return event;
        });
        Invoker invoker = invoker(LONG, OptionalInt.of(2));
        invoker.invoke(Calls.to("f"), UNSAID, response);
        invoker.invoke(Calls.to("f"), UNSAID, response);
        Outcomes rejected = new Outcomes();

        assertNull(invoker.invoke(Calls.to("f"), UNSAID, rejected));
        assertEquals(
                new Outcome(CallFailure.OVERLOADED, "more than 2 calls at once, as server.concurrent.max allows"),
                rejected.next());
        gate.countDown();
        response.next();
        response.next();
        assertTrue(invoker.awaitIdle(LONG));

        invoker.invoke(Calls.to("f"), UNSAID, response);
        assertEquals(new Outcome(null, "event"), response.next());
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
        invoker.invoke(Calls.to("f"), UNSAID, response);
        assertFalse(invoker.awaitIdle(Duration.ofMillis(1)));

        timers.execute(gate::countDown);

        assertTrue(invoker.awaitIdle(LONG));
        assertFalse(response.isEmpty(), "idle before the response was on its way");
    }
}
