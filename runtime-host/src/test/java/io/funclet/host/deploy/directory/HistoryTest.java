package io.funclet.host.deploy.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.deploy.status.Origin;
import io.funclet.host.deploy.status.Outcome;
import io.funclet.host.deploy.status.Outcome.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HistoryTest {

    @Test
    void history_keepsTheLastOutcomes_newestFirst() {
        History history = new History();
        for (int i = 0; i < History.MOST + 10; i++) {
            history.add(new Outcome(
                    Instant.EPOCH,
                    "f" + i,
                    Kind.UPDATED,
                    "b",
                    Set.of(),
                    "",
                    false,
                    false,
                    Duration.ZERO,
                    Origin.UNKNOWN));
        }

        assertEquals(History.MOST, history.all().size());
        assertEquals("f" + (History.MOST + 9), history.all().get(0).file());
        assertEquals("f10", history.all().get(History.MOST - 1).file());
    }

    @Test
    void durations_areOfAllChanges_byHowTheyEnded() {
        History history = new History();
        for (int i = 0; i < History.MOST + 10; i++) {
            history.add(outcome(Kind.UPDATED, Duration.ofMillis(20)));
        }
        history.add(outcome(Kind.REJECTED, Duration.ofMillis(3)));

        assertEquals(Set.of(Kind.UPDATED, Kind.REJECTED), history.durations().keySet());
        assertEquals(History.MOST + 10, history.durations().get(Kind.UPDATED).count());
        assertEquals(
                Duration.ofMillis(20L * (History.MOST + 10)),
                history.durations().get(Kind.UPDATED).total());
        assertEquals(1, history.durations().get(Kind.REJECTED).count());
    }

    private static Outcome outcome(Kind kind, Duration took) {
        return new Outcome(Instant.EPOCH, "f", kind, "b", Set.of(), "", false, false, took, Origin.UNKNOWN);
    }
}
