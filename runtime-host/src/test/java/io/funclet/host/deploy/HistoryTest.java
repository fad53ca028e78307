package io.funclet.host.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.deploy.Outcome.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HistoryTest {

    @Test
    void history_keepsTheLastOutcomes_newestFirst() {
        History history = new History();
        for (int i = 0; i < History.MOST + 10; i++) {
            history.add(new Outcome(Instant.EPOCH, "f" + i, Kind.UPDATED, "b", Set.of(), "", Duration.ZERO));
        }

        assertEquals(History.MOST, history.all().size());
        assertEquals("f" + (History.MOST + 9), history.all().get(0).file());
        assertEquals("f10", history.all().get(History.MOST - 1).file());
    }
}
