package io.funclet.host.it.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.it.client.Generation;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.RunningRuntime;
import io.funclet.host.it.runtime.UpdatedFunction;
import io.funclet.host.soak.TolerantLine;
import io.funclet.host.soak.Traffic;
import io.funclet.host.soak.probe.Probe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Callers who never stop calling a function, in a code directory of its name, whose versions respond with their number or
 * fail. A failure that a version means is a response to them; any other is a lost call.
 */
public final class RolloutLoad implements AutoCloseable {

    /** What a version that fails throws. */
    static final String FAILS = "if (event != null) throw new IllegalStateException(\"on purpose\");";

    static final String FAILED = "failed";

    private static final int CALLERS = 4;

    private final RunningRuntime site;
    private final String name;
    private final String called;
    private final Map<String, FunctionJar> jars = new HashMap<>();
    private final Traffic traffic;

    private RolloutLoad(RunningRuntime site, String name, String called, Duration pause) {
        this.site = site;
        this.name = name;
        this.called = called;
        this.traffic = new Traffic(pause);
    }

    public static RolloutLoad on(RunningRuntime site, String name) {
        return new RolloutLoad(site, name, name, UpdatedFunction.PAUSE);
    }

    /** The code directory is that of a tenant of the same name. The calls leave time for others: nothing is compared. */
    public static RolloutLoad onTenant(RunningRuntime site, String name) {
        return new RolloutLoad(site, name, name + "/" + name, Duration.ofMillis(20));
    }

    public Path directory() throws Exception {
        return site.code(name);
    }

    /** A version of the function; {@code first} comes before its response. */
    public FunctionJar.Bundle version(String version, String first) {
        return FunctionJar.bundle("it." + name).version(version).function(name, first + """
                byte[] bytes = event.bytes();
                Arrays.fill(bytes, 0, 32, (byte) ' ');
                byte[] version = context.functionVersion().getBytes("ASCII");
                System.arraycopy(version, 0, bytes, 0, version.length);
                return Payload.of(bytes);
                """);
    }

    /** The same version is the same content: another jar would have other times in it. */
    public void put(String version, String first) throws Exception {
        FunctionJar jar = jars.get(version + first);
        if (jar == null) {
            jar = version(version, first).build();
            jars.put(version + first, jar);
        }
        jar.deploy(directory(), "fn.jar");
    }

    /** Puts the first version there, and lets it respond often enough for comparisons. */
    public RolloutLoad serving(String version) throws Exception {
        put(version, "");
        return begin(version);
    }

    /** Lets a version that is there respond often enough for comparisons. */
    public RolloutLoad begin(String version) throws Exception {
        for (int i = 0; i < CALLERS; i++) {
            traffic.add("caller " + i, line(), Probe.event(100, Duration.ZERO));
        }
        traffic.awaitVersion(version);
        traffic.awaitResponses(25);
        return this;
    }

    public Traffic traffic() {
        return traffic;
    }

    /** Waits until a version responds to all callers of these functions, and then for some more responses. */
    public static void awaitAll(String version, RolloutLoad... loads) throws Exception {
        for (RolloutLoad load : loads) {
            load.traffic().awaitVersion(version);
            load.traffic().awaitResponses(5);
        }
    }

    private Traffic.Line line() {
        return new TolerantLine(UpdatedFunction.line(site.port(), Generation.G3, called), FAILED, () -> {});
    }

    /** Ends the load. No call was lost, and each caller saw what may have been in this order only. */
    public void endAfter(String... responses) {
        traffic.close();
        assertEquals(List.of(), traffic.failures());
        traffic.histories()
                .forEach((caller, history) -> UpdatedFunction.assertSeen(caller, history, List.of(responses)));
    }

    @Override
    public void close() {
        traffic.close();
    }
}
