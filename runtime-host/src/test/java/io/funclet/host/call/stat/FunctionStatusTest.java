package io.funclet.host.call.stat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.api.CallContext.Protocol;
import io.funclet.api.FunctionException;
import io.funclet.host.call.Calls;
import io.funclet.host.call.InvokedCalls;
import io.funclet.host.call.Invoker;
import io.funclet.host.call.model.CallFailure;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What the status of a function says of its calls. */
class FunctionStatusTest extends InvokedCalls {

    private FunctionStatus status() {
        return router.status().get(0);
    }

    @Test
    void calls_areCountedByProtocolAndByHowTheyEnd() throws Exception {
        serve((event, context) -> {
            if (context.protocol() == Protocol.BAETYL_FAAS) {
                throw new FunctionException("no");
            }
            return event;
        });
        Invoker invoker = invoker(LONG);
        for (int i = 0; i < 3; i++) {
            invoker.invoke(Calls.to("f"), UNSAID, response);
            response.next();
        }
        invoker.invoke(Calls.to(Protocol.BAETYL_FAAS, "f"), UNSAID, response);
        response.next();

        FunctionStatus status = status();
        assertEquals(Map.of(Protocol.BAETYL_FUNCTION, 3L), status.answered());
        assertEquals(Map.of(Protocol.BAETYL_FAAS, Map.of(CallFailure.REFUSED, 1L)), status.failed());
        assertEquals(4, status.calls());
        assertEquals(1, status.failures());
        assertEquals(4, status.latency().count());
        assertTrue(status.latency().total().compareTo(Duration.ZERO) > 0);
    }

    @Test
    void callThatIsNotLetIn_isAFailureWithoutLatency() throws Exception {
        Invoker invoker = invoker(LONG, OptionalInt.of(1));
        invoker.invoke(Calls.to("f"), UNSAID, response);
        invoker.invoke(Calls.to("f"), UNSAID, response);
        response.next();

        assertEquals(Map.of(Protocol.BAETYL_FUNCTION, Map.of(CallFailure.OVERLOADED, 1L)), status().failed());
        assertEquals(0, status().latency().count());
    }

    @Test
    void parkedCall_waits_andRunsOnceAVersionServes() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        invoker(LONG).invoke(Calls.to("f"), UNSAID, response);
        endpoint.explainAbsence("no bundle provides f");

        assertEquals(1, status().waiting());
        assertEquals("", status().version());
        assertEquals("no bundle provides f", status().absence());

        serve((event, context) -> {
            entered.countDown();
            Calls.await(gate);
            return event;
        });
        Calls.await(entered);
        assertEquals(0, status().waiting());
        assertEquals(1, status().running());
        assertEquals("1.0.0", status().version());
        assertEquals("", status().absence());
        gate.countDown();
        response.next();
    }
}
