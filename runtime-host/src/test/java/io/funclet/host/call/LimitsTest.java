package io.funclet.host.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.api.Payload;
import io.funclet.host.call.Calls.Outcome;
import io.funclet.host.call.Calls.Outcomes;
import io.funclet.host.call.endpoint.FunctionVersion;
import io.funclet.host.call.endpoint.Invocation;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.model.EffectiveLimits;
import io.funclet.host.call.permit.EventLoopUse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a function may use: how many of its calls run and wait, and how long; and that the others have theirs. */
class LimitsTest extends LimitedCalls {

    @Test
    void blockedFunctions_leaveOthersTheirWorkers() throws Exception {
        for (String name : List.of("hog", "other hog", "echo")) {
            configure(name, null, 0, 0);
        }
        serve(6);
        CountDownLatch entered = new CountDownLatch(5);
        publish("hog", gated(entered));
        publish("other hog", gated(entered));
        publish("echo", (event, context) -> event);
        for (int i = 0; i < 50; i++) {
            call("hog");
            call("other hog");
        }
        Calls.await(entered);

        for (int i = 0; i < 100; i++) {
            assertEquals("event", call("echo").next().text());
        }
        assertEquals(5, status("hog").running() + status("other hog").running());
        assertEquals(95, status("hog").waiting() + status("other hog").waiting());
    }

    @Test
    void callsBeyondConcurrencyAndQueue_areRejectedAtOnce_andSaidWhy() throws Exception {
        configure("f", null, 2, 3);
        serve(8);
        CountDownLatch entered = new CountDownLatch(2);
        publish("f", gated(entered));
        List<Outcomes> taken = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            taken.add(call("f"));
        }
        Calls.await(entered);

        assertEquals(
                new Outcome(
                        CallFailure.OVERLOADED,
                        "more than 5 calls of function f at once, as its concurrency of 2 and its queue of 3 allow"),
                call("f").next());
        assertEquals(2, status("f").running());
        assertEquals(3, status("f").waiting());
        assertEquals(1, status("f").rejected());
        gate.countDown();
        for (Outcomes each : taken) {
            assertEquals("event", each.next().text());
        }
        assertEquals("event", call("f").next().text());
    }

    @Test
    void callsThatWaitForAVersion_areBoundedToo_andRunWithinTheLimitsThen() throws Exception {
        configure("f", null, 1, 2);
        serve(8);
        List<Outcomes> waiting = List.of(call("f"), call("f"), call("f"));

        assertEquals(CallFailure.OVERLOADED, call("f").next().failure());
        publish("f", (event, context) -> Payload.of("" + status("f").running()));
        for (Outcomes each : waiting) {
            assertEquals("1", each.next().text());
        }
    }

    @Test
    void callsThatWait_startInOrder_eachWhenOneEnds() throws Exception {
        configure("f", null, 1, 0);
        serve(8);
        CountDownLatch entered = new CountDownLatch(1);
        Queue<String> order = new ConcurrentLinkedQueue<>();
        publish("f", (event, context) -> {
            entered.countDown();
            gate.await();
            order.add(context.invokeId());
            return event;
        });
        Outcomes responses = new Outcomes();
        List<String> ids = List.of("1", "2", "3", "4", "5", "6", "7", "8");
        for (String id : ids) {
            invoker.invoke(Calls.withId("f", id), UNSAID, responses);
            Calls.await(entered);
        }

        gate.countDown();
        for (int i = 0; i < ids.size(); i++) {
            responses.next();
        }
        assertEquals(ids, List.copyOf(order));
    }

    @Test
    void callThatIsCancelledWhileItWaits_leavesTheLine_andMakesRoom() throws Exception {
        configure("f", null, 1, 1);
        serve(8);
        CountDownLatch entered = new CountDownLatch(1);
        publish("f", gated(entered));
        Outcomes first = call("f");
        Calls.await(entered);
        Outcomes cancelled = new Outcomes();
        Invocation waiting = invoker.invoke(Calls.to("f"), UNSAID, cancelled);
        assertEquals(CallFailure.OVERLOADED, call("f").next().failure());

        waiting.cancel();

        assertEquals(CallFailure.CANCELLED, cancelled.next().failure());
        Outcomes next = call("f");
        gate.countDown();
        assertEquals("event", first.next().text());
        assertEquals("event", next.next().text());
        assertTrue(cancelled.isEmpty());
        assertTrue(invoker.awaitIdle(LONG));
    }

    @Test
    void callWhoseTimeEndsWhileItWaits_isToldSo_andNeverRuns() throws Exception {
        configure("f", null, 1, 1);
        serve(8);
        CountDownLatch entered = new CountDownLatch(1);
        publish("f", gated(entered));
        Outcomes first = call("f");
        Calls.await(entered);

        assertEquals(
                new Outcome(CallFailure.DEADLINE_EXCEEDED, "function f had no room for the call in time"),
                call("f", TimeUnit.MILLISECONDS.toNanos(30)).next());

        gate.countDown();
        assertEquals("event", first.next().text());
        assertTrue(invoker.awaitIdle(LONG));
        assertEquals(2, status("f").calls());
    }

    @Test
    void update_keepsThoseWhoWait_andTheyRunOnTheNewVersion() throws Exception {
        configure("f", null, 1, 0);
        serve(8);
        CountDownLatch entered = new CountDownLatch(1);
        FunctionVersion old = publish("f", gated(entered));
        Outcomes first = call("f");
        Calls.await(entered);
        Outcomes second = call("f");
        Outcomes third = call("f");

        router.endpoint("f").publish(null);
        publish("f", (event, context) -> Payload.of("new"));
        old.retire();

        assertTrue(second.isEmpty(), "ran beside the old version's call");
        gate.countDown();
        assertEquals("event", first.next().text());
        assertEquals("new", second.next().text());
        assertEquals("new", third.next().text());
    }

    @Test
    void stop_letsThoseRunWhoWaitForTheirTurn() throws Exception {
        configure("f", null, 1, 0);
        serve(8);
        CountDownLatch entered = new CountDownLatch(1);
        publish("f", gated(entered));
        Outcomes first = call("f");
        Outcomes second = call("f");
        Calls.await(entered);

        router.dismissAll();
        gate.countDown();

        assertTrue(invoker.awaitIdle(LONG));
        assertEquals("event", first.next().text());
        assertEquals("event", second.next().text());
    }

    @Test
    void authorsLimits_countAsFarAsTheOperatorSaysNothing() {
        configure("f", null, 0, 7);
        serve(8);
        Duration second = Duration.ofSeconds(1);

        router.endpoint("f")
                .publish(new FunctionVersion(
                        (event, context) -> event, null, "1.0.0", EventLoopUse.NEVER, limits(second, 3, 5)));

        assertEquals(new EffectiveLimits(second, 3, 7), status("f").limits());
    }
}
