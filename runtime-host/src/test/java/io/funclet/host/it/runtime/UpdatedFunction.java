package io.funclet.host.it.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.Generation;
import io.funclet.host.soak.Journal;
import io.funclet.host.soak.ProbeJar;
import io.funclet.host.soak.Traffic;
import io.funclet.host.soak.probe.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One function of a runtime, in a code directory of its own name, while callers of all four generations call it: four
 * with short calls, one with 4 MiB, one whose calls last.
 */
public final class UpdatedFunction implements AutoCloseable {

    /** As much as fits into a message of 4 MiB beside the fields around it. */
    private static final int LARGE_BYTES = 4 * 1024 * 1024 - 1024;

    private static final Duration LASTING = Duration.ofMillis(300);

    /** Many calls while a version changes, and processors left for the change itself. */
    public static final Duration PAUSE = Duration.ofMillis(5);

    private final int port;
    private final String name;
    private final Path directory;
    private final Journal journal;
    private final ProbeJar jar;
    private final Traffic traffic = new Traffic(PAUSE);

    private UpdatedFunction(Workspace workspace, String name, Function<Path, ProbeJar> jar) {
        this.port = workspace.port();
        this.name = name;
        this.directory = workspace.path().resolve("var/db").resolve(name);
        this.journal = new Journal(workspace.path().resolve(name + ".journal"));
        this.jar = jar.apply(journal.file());
    }

    public static UpdatedFunction in(Workspace workspace, String name) {
        return in(workspace, name, journal -> ProbeJar.function("it." + name, name, journal));
    }

    /** A function of another make; told where to write its journal. */
    public static UpdatedFunction in(Workspace workspace, String name, Function<Path, ProbeJar> jar) {
        return new UpdatedFunction(workspace, name, jar);
    }

    public Path directory() {
        return directory;
    }

    public ProbeJar jar() {
        return jar;
    }

    public Traffic traffic() {
        return traffic;
    }

    public Journal journal() {
        return journal;
    }

    /** Puts a version into the file of a name, by renaming. */
    public void put(String fileName, String version) throws IOException {
        ProbeJar.replace(directory.resolve(fileName), jar.version(version));
    }

    /** Puts the first version there, and begins to call it. */
    public UpdatedFunction serving(String fileName, String version) throws Exception {
        put(fileName, version);
        begin();
        traffic.awaitVersion(version);
        return this;
    }

    public void begin() {
        for (Generation generation : Generation.values()) {
            traffic.add(generation + " short", line(port, generation, name), Probe.event(100, Duration.ZERO));
        }
        traffic.add("large", line(port, Generation.G3, name), Probe.event(LARGE_BYTES, Duration.ZERO));
        traffic.add("lasting", line(port, Generation.G4, name), Probe.event(100, LASTING));
    }

    /** A connection of its own to one function. */
    public static Traffic.Line line(int port, Generation generation, String function) {
        Callers callers = Callers.of(port);
        return new Traffic.Line() {
            @Override
            public byte[] call(byte[] event) {
                byte[] request =
                        generation.request(function, ByteString.copyFrom(event)).toByteArray();
                return generation
                        .payload(generation.parse(callers.raw(generation.method(), request)))
                        .toByteArray();
            }

            @Override
            public void close() {
                callers.close();
            }
        };
    }

    /**
     * Ends the traffic and empties the code directory, and says whether all went well: no call failed, none was given to
     * two instances, none to one that had been replaced, and each caller saw the versions in this order only.
     */
    public void endAfter(String... versions) throws Exception {
        traffic.close();
        assertEquals(List.of(), traffic.failures());
        traffic.histories().forEach((caller, history) -> assertSeen(caller, history, List.of(versions)));
        empty(directory);
        Await.until("the end of all instances", Await.LONG, journal::isComplete, () -> "see " + journal);
        assertEquals(List.of(), journal.faults());
        assertEquals(traffic.answered(), journal.calls(), "calls that instances were given");
    }

    /** A caller may miss a version that served shortly, but sees none after one that came later. */
    public static void assertSeen(String caller, List<String> history, List<String> versions) {
        Iterator<String> served = versions.iterator();
        for (String version : history) {
            boolean inOrder = false;
            while (!inOrder && served.hasNext()) {
                inOrder = served.next().equals(version);
            }
            assertTrue(inOrder, () -> caller + " was answered by " + history + ", where " + versions + " served");
        }
    }

    public static void empty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public void close() {
        traffic.close();
    }
}
