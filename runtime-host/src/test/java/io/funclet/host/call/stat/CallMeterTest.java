package io.funclet.host.call.stat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.api.FunctionHandler;
import io.funclet.api.Payload;
import io.funclet.host.call.Calls;
import io.funclet.host.call.Router;
import io.funclet.host.call.Routers;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallMeterTest {

    private static final int ALLOCATED = 100_000;

    private long ended;
    private final CallMeter meter = new CallMeter(() -> ended);

    /** Kept, so that no compiler leaves the allocation out. */
    private byte[] allocated;

    private final FunctionHandler allocating = (event, context) -> {
        allocated = new byte[ALLOCATED];
        return Payload.of("response");
    };

    private void call(FunctionHandler handler, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            meter.handle(handler, Payload.of("an event"), null);
            ended++;
        }
    }

    /** Calls until one is measured: the sums then stand for all calls. It may take long until a random number fits. */
    private void callUntilMeasured(FunctionHandler handler) throws Exception {
        for (long before = meter.costs().measured(); meter.costs().measured() == before; ) {
            call(handler, 1);
        }
    }

    @Test
    void sums_areThoseOfAllCalls_alsoWhereFewAreMeasured() throws Exception {
        int calls = 50_000;
        call(allocating, calls);
        callUntilMeasured(allocating);

        FunctionCosts costs = meter.costs();
        assertTrue(costs.measured() < calls / 10, () -> costs.measured() + " measured of " + calls);
        double bytes = (double) costs.allocatedBytes() / ended;
        assertTrue(bytes >= ALLOCATED && bytes < 1.1 * ALLOCATED, () -> bytes + " bytes a call");
        assertTrue(costs.cpuNanos() > 0);
    }

    @Test
    void callsBeforeAMeter_areNotItsOwn() throws Exception {
        ended = 1_000_000;
        CallMeter late = new CallMeter(() -> ended);
        late.handle(allocating, Payload.of("an event"), null);

        FunctionCosts costs = late.costs();
        assertTrue(costs.allocatedBytes() < 2 * ALLOCATED, () -> costs.allocatedBytes() + " bytes");
    }

    @Test
    void fewCalls_areAllMeasured() throws Exception {
        call(allocating, 1);

        assertEquals(1, meter.costs().measured());
        assertTrue(
                meter.costs().allocatedBytes() >= ALLOCATED, () -> meter.costs().toString());
    }

    @Test
    void payloads_areCountedForAllCalls() throws Exception {
        int calls = 50_000;
        call(allocating, calls);
        callUntilMeasured(allocating);

        FunctionCosts costs = meter.costs();
        assertEquals(8 * costs.events().count(0), costs.events().totalBytes());
        assertEquals(8 * costs.responses().count(0), costs.responses().totalBytes());
        assertEquals(ended, costs.events().count(0));
    }

    @Test
    void callsThatRunAtOnce_standForEachOther() throws Exception {
        meter.handle(
                (event, context) -> {
                    meter.handle((inner, same) -> inner, event, null);
                    ended++;
                    return event;
                },
                Payload.of("x"),
                null);

        assertEquals(2, meter.costs().events().count(0));
    }

    @Test
    void failure_isMeasured_andHasNoResponse() {
        FunctionHandler failing = (event, context) -> {
            allocated = new byte[ALLOCATED];
            throw new IllegalStateException();
        };

        assertThrows(IllegalStateException.class, () -> call(failing, 1));

        assertTrue(meter.costs().allocatedBytes() >= ALLOCATED);
        assertEquals(0, meter.costs().responses().count(0));
    }

    @Test
    void noResponse_isAnEmptyOne() throws Exception {
        assertNull(meter.handle((event, context) -> null, Payload.empty(), null));
        assertEquals(1, meter.costs().responses().count(0));
    }

    @Test
    void functions_areMeasuredWhereThatIsWanted() {
        Router router = Routers.of(List.of(), Runnable::run, true);
        router.endpoint("f").publish(Calls.version(allocating));
        assertEquals(0, router.status().get(0).costs().measured());

        Router other = Routers.of(List.of(), Runnable::run);
        other.endpoint("f").publish(Calls.version(allocating));
        assertNull(other.status().get(0).costs());
    }
}
