package io.funclet.host.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.api.CallContext.Protocol;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.model.EffectiveLimits;
import io.funclet.host.call.stat.DurationCounts;
import io.funclet.host.call.stat.FunctionStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each number of a function in its own field. */
class ControlMessagesTest {

    private static io.funclet.proto.control.v1.FunctionStatus message(
            Map<Protocol, Map<CallFailure, Long>> failed, DurationCounts durations) {
        return ControlMessages.of(new FunctionStatus(
                "f",
                "1.2.3",
                1,
                2,
                3,
                4,
                Map.of(Protocol.BAETYL_FUNCTION, 50L, Protocol.BAETYL_FAAS, 6L),
                failed,
                durations.sum(),
                List.of(),
                null,
                "why not",
                new EffectiveLimits(Duration.ofMillis(2500), 7, 8)));
    }

    @Test
    void numbers_areWhatTheyAreCalled() {
        io.funclet.proto.control.v1.FunctionStatus message = message(
                Map.of(
                        Protocol.BAETYL_FUNCTION,
                        Map.of(CallFailure.OVERLOADED, 100L, CallFailure.REFUSED, 20L),
                        Protocol.BAETYL_FAAS,
                        Map.of(CallFailure.REFUSED, 3L)),
                new DurationCounts());

        assertEquals(1, message.getRunning());
        assertEquals(2, message.getWaiting());
        assertEquals(3, message.getOvertime());
        assertEquals(4, message.getTotalOvertime());
        assertEquals(56 + 123, message.getCalls());
        assertEquals(123, message.getErrors());
        assertEquals(100, message.getRejected());
        assertEquals(Map.of("OVERLOADED", 100L, "REFUSED", 23L), message.getErrorsByKindMap());
        assertEquals("why not", message.getAbsence());
        assertEquals(2, message.getLimits().getTimeout().getSeconds());
        assertEquals(500_000_000, message.getLimits().getTimeout().getNanos());
        assertEquals(7, message.getLimits().getConcurrency());
        assertEquals(8, message.getLimits().getQueue());
        assertFalse(message.hasP50() || message.hasP99(), "latency of no call");
    }

    @Test
    void latencies_areTheMedian_andTheOneOfFewCalls() {
        DurationCounts durations = new DurationCounts();
        for (int i = 0; i < 100; i++) {
            durations.add(Duration.ofMillis(i < 98 ? 1 : 500));
        }

        io.funclet.proto.control.v1.FunctionStatus message = message(Map.of(), durations);

        assertEquals(0, message.getP50().getSeconds());
        assertTrue(message.getP50().getNanos() < 2_000_000, message::toString);
        assertTrue(message.getP99().getNanos() >= 500_000_000, message::toString);
    }
}
