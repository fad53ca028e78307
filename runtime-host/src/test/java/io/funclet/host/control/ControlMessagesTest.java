package io.funclet.host.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.api.CallContext.Protocol;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.model.EffectiveLimits;
import io.funclet.host.call.stat.DurationCounts;
import io.funclet.host.call.stat.FunctionStatus;
import io.funclet.host.deploy.status.DrainingStatus;
import io.funclet.host.deploy.status.FileStatus;
import io.funclet.host.deploy.status.FileStatus.State;
import io.funclet.host.deploy.status.HandlerStatus;
import io.funclet.host.deploy.status.Origin;
import io.funclet.host.deploy.status.Outcome;
import io.funclet.host.deploy.status.Outcome.Kind;
import io.funclet.host.deploy.status.RankedProvider;
import io.funclet.host.deploy.status.RetryStatus;
import io.funclet.proto.control.v1.DirectoryStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each number of a function in its own field. */
class ControlMessagesTest {

    private static io.funclet.proto.control.v1.FunctionStatus message(
            Map<Protocol, Map<CallFailure, Long>> failed, DurationCounts durations) {
        return ControlMessages.of(new FunctionStatus(
                "f",
                "acme",
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

    @Test
    void directory_hasWhatItsRecordSays_alsoInItsParts() {
        Instant at = Instant.ofEpochSecond(7, 8);
        Outcome last = new Outcome(
                at,
                "d/a.jar",
                Kind.INCOMPLETE,
                "a 1",
                Set.of(),
                "why",
                true,
                true,
                Duration.ofMillis(9),
                new Origin("CN=a", "00"));
        RankedProvider provider = new RankedProvider("a.jar", "a", "1", -5, false);
        DirectoryStatus message = ControlMessages.of(new io.funclet.host.deploy.status.DirectoryStatus(
                Path.of("d"),
                "warn",
                List.of(new FileStatus(
                        "a.jar",
                        State.STANDBY,
                        "a",
                        "1",
                        Set.of("g", "f"),
                        last,
                        new RetryStatus(3, null),
                        "CN=a",
                        "00")),
                List.of(new HandlerStatus("h", "f", "0.0.0", List.of("n"), null, List.of(provider))),
                List.of(new DrainingStatus("a.jar", "a", "0", Set.of("f"), 2, List.of("b 1"))),
                List.of(),
                0,
                List.of(last),
                4,
                Map.of()));

        assertEquals("d", message.getPath());
        assertEquals(4, message.getRetries());
        assertEquals("STANDBY", message.getFiles(0).getState().name());
        assertEquals(List.of("f", "g"), List.copyOf(message.getFiles(0).getFunctionsList()));
        assertEquals(3, message.getFiles(0).getRetry().getAttempts());
        assertFalse(message.getFiles(0).getRetry().hasNext());
        assertEquals("CN=a", message.getFiles(0).getSigner());
        assertEquals("00", message.getFiles(0).getSha256());
        assertEquals(message.getHistory(0), message.getFiles(0).getLast());
        assertEquals("KIND_UNSPECIFIED", message.getHistory(0).getKind().name());
        assertEquals(8, message.getHistory(0).getAt().getNanos());
        assertEquals(9_000_000, message.getHistory(0).getTook().getNanos());
        assertTrue(message.getHistory(0).getRetried());
        assertFalse(message.getHandlers(0).hasServing());
        assertEquals(-5, message.getHandlers(0).getStandby(0).getRanking());
        assertEquals("b 1", message.getDraining(0).getUsedBy(0));
        assertEquals(2, message.getDraining(0).getRunning());
    }
}
