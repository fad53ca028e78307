package io.funclet.host.call;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.api.CallContext.Protocol;
import io.funclet.api.FunctionHandler;
import io.funclet.api.Payload;
import io.funclet.host.call.endpoint.FunctionVersion;
import io.funclet.host.call.model.Call;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.model.Responder;
import io.funclet.host.call.permit.EventLoopUse;
import io.funclet.host.config.RequestedLimits;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What the tests of this room have in common. */
public final class Calls {

    /** Longer than anything here takes on the slowest machine; reached only by a test that fails. */
    public static final long PATIENCE_SECONDS = 20;

    private Calls() {}

    public static Call to(String function) {
        return to(Protocol.BAETYL_FUNCTION, function);
    }

    public static Call to(Protocol protocol, String function) {
        return new Call(protocol, function, Payload.of("event"), 0, OptionalInt.empty(), "", 0, "", Map.of(), "", null);
    }

    static Call withId(String function, String invokeId) {
        return new Call(
                Protocol.BAETYL_FUNCTION,
                function,
                Payload.of("event"),
                0,
                OptionalInt.empty(),
                "",
                0,
                invokeId,
                Map.of(),
                "",
                null);
    }

    public static FunctionVersion version(FunctionHandler handler) {
        return new FunctionVersion(handler, null, "1.0.0", EventLoopUse.NEVER, RequestedLimits.NONE);
    }

    public static void await(CountDownLatch latch) throws InterruptedException {
        assertTrue(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS), "waited in vain");
    }

    /** Keeps a worker, as a function that blocks does. */
    public static void hold(CountDownLatch running, CountDownLatch gate) {
        running.countDown();
        try {
            await(gate);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How a call ended: {@code failure} is {@code null} for a response. */
    public record Outcome(CallFailure failure, String text) {}

    /** Keeps every outcome, also those that there must not be. */
    public static final class Outcomes implements Responder {

        private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();

        @Override
        public void succeed(Payload payload) {
            outcomes.add(new Outcome(null, payload.text()));
        }

        @Override
        public void fail(CallFailure failure, String message) {
            outcomes.add(new Outcome(failure, message));
        }

        public Outcome next() throws InterruptedException {
            Outcome next = outcomes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertTrue(next != null, "no outcome");
            return next;
        }

        public boolean isEmpty() {
            return outcomes.isEmpty();
        }
    }
}
