package io.funclet.host.it.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Generation;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.TracedComponent;
import io.funclet.host.soak.Journal;
import io.funclet.host.soak.Traffic;
import io.funclet.host.soak.probe.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The functions of one code directory, each called all the time: by two callers with short calls, and by one whose calls
 * last. Their bundles are made of {@link TracedComponent}s.
 */
public final class UpdatedGroup implements AutoCloseable {

    private static final Duration LASTING = Duration.ofMillis(200);

    private static final int EVENT_BYTES = 100;

    private final Workspace workspace;
    private final Path directory;

    /** By function. */
    private final Map<String, Traffic> traffics = new LinkedHashMap<>();

    /** By component. */
    private final Map<String, Journal> journals = new TreeMap<>();

    public UpdatedGroup(Workspace workspace, String directory, List<String> functions) throws IOException {
        this.workspace = workspace;
        this.directory = workspace.code(directory);
        functions.forEach(function -> traffics.put(function, new Traffic(UpdatedFunction.PAUSE)));
    }

    /** What the instances of a component, or of a bundle's components, have written. */
    public Journal journal(String name) {
        return journals.computeIfAbsent(
                name, any -> new Journal(workspace.path().resolve(any + ".journal")));
    }

    /** A bundle {@code it.NAME} with a component that keeps the journal of that name. */
    public FunctionJar.Bundle bundle(String name, String version, TracedComponent component) {
        return component.bundle("it." + name, version, journal(name).file());
    }

    /** A bundle {@code it.NAME} with the function of that name, which answers with an expression. */
    public FunctionJar.Bundle function(String name, String version, String answer) {
        return bundle(name, version, TracedComponent.function(name, answer));
    }

    public void put(String fileName, FunctionJar.Bundle bundle) throws IOException {
        put(fileName, bundle.build());
    }

    public void put(String fileName, FunctionJar jar) throws IOException {
        jar.deploy(directory, fileName);
    }

    public void delete(String fileName) throws IOException {
        Files.delete(directory.resolve(fileName));
    }

    /** Begins to call. */
    public UpdatedGroup begin() {
        traffics.forEach((function, traffic) -> {
            for (Generation generation : List.of(Generation.G2, Generation.G3)) {
                traffic.add(
                        generation + " short",
                        UpdatedFunction.line(workspace.port(), generation, function),
                        Probe.event(EVENT_BYTES, Duration.ZERO));
            }
            traffic.add(
                    "lasting",
                    UpdatedFunction.line(workspace.port(), Generation.G4, function),
                    Probe.event(EVENT_BYTES, LASTING));
        });
        return this;
    }

    /** Waits until all callers of a function get this answer. */
    public void await(String function, String answer) throws InterruptedException {
        traffics.get(function).awaitVersion(answer);
    }

    /** Waits until all callers of all functions get this answer. */
    public void awaitAll(String answer) throws InterruptedException {
        for (String function : traffics.keySet()) {
            await(function, answer);
        }
    }

    /** Waits until each caller has got so many more answers, whichever. */
    public void awaitResponses(int more) throws InterruptedException {
        for (Traffic traffic : traffics.values()) {
            traffic.awaitResponses(more);
        }
    }

    /** Ends the calls of one function. */
    public void endCalls(String function) throws InterruptedException {
        traffics.get(function).close();
    }

    /**
     * Ends the traffic and empties the code directory, and says whether all went well: no call failed, and each instance
     * of a component ended once, after its last call.
     */
    public void end() throws Exception {
        close();
        Map<String, List<String>> failures = new TreeMap<>();
        traffics.forEach((function, traffic) -> {
            if (traffic.failed() > 0) {
                failures.put(function, traffic.failures());
            }
        });
        assertEquals(Map.of(), failures, () -> "failed calls; seen were " + traffics);
        for (Map.Entry<String, Journal> journal : journals.entrySet()) {
            Await.until("the end of " + journal, Await.LONG, journal.getValue()::isComplete, () -> "see " + journal);
            assertEquals(List.of(), journal.getValue().faults(), journal.getKey());
        }
    }

    /** Says whether each caller of a function saw these answers, in this order, and no others. */
    public void assertSaw(String function, String... answers) {
        traffics.get(function)
                .histories()
                .forEach((caller, history) ->
                        UpdatedFunction.assertSeen(function + ", " + caller, history, List.of(answers)));
    }

    @Override
    public void close() throws Exception {
        for (Traffic traffic : traffics.values()) {
            traffic.close();
        }
        UpdatedFunction.empty(directory);
    }
}
