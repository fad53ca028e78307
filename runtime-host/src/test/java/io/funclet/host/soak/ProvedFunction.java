package io.funclet.host.soak;

import io.funclet.host.soak.probe.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A function that is called all the time, and whose updates have to prove themselves. */
final class ProvedFunction implements AutoCloseable {

    private static final String MEANT = "meant";

    private static final int STEP = 100;

    private final String name;
    private final Path file;
    private final Journal journal;
    private final ProbeJar good;
    private final Map<String, String> usual;
    private final Traffic traffic;
    private final AtomicLong meant = new AtomicLong();
    private int versions;

    /** Puts its first version there, which behaves as usual. */
    ProvedFunction(String name, Path directory, Map<String, String> usual, Duration pause) throws IOException {
        this.name = name;
        this.usual = usual;
        file = directory.resolve("code").resolve(name + ".jar");
        journal = new Journal(directory.resolve(name + ".journal"));
        good = ProbeJar.function("soak." + name, name, journal.file());
        traffic = new Traffic(pause);
        put(Map.of());
    }

    /** Calls it from now on. */
    void call(int port, int callers) {
        for (int i = 0; i < callers; i++) {
            traffic.add(
                    name + " " + i,
                    new TolerantLine(GrpcLine.baetyl(port, name), MEANT, meant::incrementAndGet),
                    Probe.event(200, Duration.ZERO));
        }
    }

    /** Waits until each caller has got so many more answers: without them, there is nothing to compare with. */
    void awaitAnswers(int answers) throws InterruptedException {
        for (int left = answers; left > 0; left -= STEP) {
            traffic.awaitResponses(Math.min(left, STEP));
        }
    }

    /** Puts its next version there. Returns the number of that. */
    String put(Map<String, String> behaviour) throws IOException {
        String version = "1.0." + versions++;
        Map<String, String> all = new HashMap<>(usual);
        all.putAll(behaviour);
        ProbeJar.replace(file, good.behaving(all).version(version));
        return version;
    }

    String name() {
        return name;
    }

    String fileName() {
        return file.getFileName().toString();
    }

    /** The calls that have failed on purpose. */
    long meant() {
        return meant.get();
    }

    long answered() {
        return traffic.answered();
    }

    /** Ends the calls. What was lost, in words. */
    List<String> lost() {
        traffic.close();
        return traffic.failures().stream().map(failure -> "lost: " + failure).toList();
    }

    /** What the instances have seen, once all have ended. {@code copied}: some calls were made twice. */
    List<String> faults(boolean copied) throws IOException {
        List<String> faults = new ArrayList<>(journal.faults());
        if (!journal.isComplete()) {
            faults.add("an instance of " + name + " was never deactivated");
        }
        if (!copied && journal.calls() != traffic.answered()) {
            faults.add(traffic.answered() + " calls of " + name + " were answered, but " + journal.calls() + " made");
        }
        return faults;
    }

    @Override
    public void close() {
        traffic.close();
    }
}
