package io.funclet.host.it.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.it.client.Generation;
import io.funclet.host.soak.ProbeJar;
import io.funclet.host.soak.Traffic;
import io.funclet.host.soak.probe.Probe;
import java.time.Duration;
import java.util.List;

/** Calls of the function {@code neighbour} all the time, which no test may disturb. It needs a code directory. */
final class NeighbourCalls implements AutoCloseable {

    /** Some hundred calls a second notice a disturbance, and leave the processors to the tests. */
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final List<Generation> generations;
    private final Traffic traffic = new Traffic(PAUSE);

    NeighbourCalls(List<Generation> generations) {
        this.generations = generations;
    }

    void deploy(RunningRuntime site) throws Exception {
        ProbeJar.replace(
                site.code("neighbour").resolve("neighbour.jar"),
                ProbeJar.function("it.neighbour", "neighbour", site.path().resolve("neighbour.journal"))
                        .version("1.0.0"));
    }

    void begin(RunningRuntime site) {
        generations.forEach(generation -> traffic.add(
                "neighbour in " + generation,
                UpdatedFunction.line(site.port(), generation, "neighbour"),
                Probe.event(100, Duration.ZERO)));
    }

    /** Each caller has got another response, and no call has failed. */
    void check() throws InterruptedException {
        traffic.awaitResponses(1);
        assertEquals(List.of(), traffic.failures());
    }

    @Override
    public void close() throws InterruptedException {
        traffic.close();
    }
}
