package io.funclet.host.soak;

import io.funclet.host.soak.probe.Probe;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Updates one function again and again while it is called, with updates of a library that another function uses and jars
 * that must not be taken in between, and compares what the process takes at the end with what it took at the start.
 *
 * <p>Run it with {@code mvn -B -q -Psoak verify -Dsoak.updates=10000}; it prints its figures, and its exit status is not
 * 0 if a call failed or something grew.
 */
public final class Soak {

    /** Enough for caches to fill, and for the JVM to have compiled what runs often. */
    private static final int WARM_UP = 30;

    private static final int LIBRARY_EVERY = 25;
    private static final int BAD_JAR_EVERY = 7;
    private static final int PROGRESS_EVERY = 1000;

    private static final String FUNCTION = "soaked";
    private static final String READER = "reader";

    private final Path directory;
    private final Path code;
    private final PrintStream out;
    private final Journal functionJournal;
    private final Journal readerJournal;
    private final ProbeJar function;
    private final ProbeJar library;
    private final Traffic traffic = new Traffic();
    private final Traffic readers = new Traffic();
    private final Latencies latencies = new Latencies();
    private int badJars;
    private int libraries;

    private Soak(Path directory, PrintStream out) throws IOException {
        this.directory = directory;
        this.code = Files.createDirectory(directory.resolve("code"));
        this.out = out;
        functionJournal = new Journal(directory.resolve("function.journal"));
        readerJournal = new Journal(directory.resolve("reader.journal"));
        function = ProbeJar.function("soak.function", FUNCTION, functionJournal.file());
        library = ProbeJar.library("soak.library");
        ProbeJar reader = ProbeJar.reader("soak.reader", READER, readerJournal.file());
        put("function.jar", function.version("1.0.0"));
        put("library.jar", library.version("1.0.0"));
        put("reader.jar", reader.version("1.0.0"));
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory("funclet-soak-");
        List<String> problems = run(directory, Integer.getInteger("soak.updates", 1000), System.out);
        if (problems.isEmpty()) {
            delete(directory);
        } else {
            System.out.println("what was left: " + directory);
        }
        System.exit(problems.isEmpty() ? 0 : 1);
    }

    /**
     * Makes so many updates.
     *
     * @param directory an empty one
     * @param updates how many
     * @param out is told the figures
     * @return what went wrong; empty if nothing did
     */
    public static List<String> run(Path directory, int updates, PrintStream out) throws Exception {
        return new Soak(directory, out).run(updates);
    }

    private List<String> run(int updates) throws Exception {
        try (SoakedRuntime runtime = SoakedRuntime.serving(code, directory.resolve("output"))) {
            begin(runtime.port());
            for (int update = 1; update <= WARM_UP; update++) {
                update(update);
            }
            // The first one starts the thread in the process that answers it.
            Footprint.of(runtime.pid());
            Footprint start = Footprint.of(runtime.pid());
            // Of the start, and of the first collection.
            takeLongest();
            out.println("start: " + start);
            for (int update = WARM_UP + 1; update <= WARM_UP + updates; update++) {
                latencies.add(update(update));
                if ((update - WARM_UP) % PROGRESS_EVERY == 0) {
                    out.println((update - WARM_UP) + " updates, " + failed() + " failed calls; " + latencies);
                }
            }
            Footprint end = Footprint.of(runtime.pid());
            out.println("end:   " + end);
            traffic.close();
            readers.close();
            List<String> problems = new ArrayList<>(end.growthSince(start));
            int status = runtime.stop();
            if (status != 0) {
                problems.add("exit status " + status);
            }
            addProblems(problems, traffic, functionJournal);
            addProblems(problems, readers, readerJournal);
            out.println(updates + " updates, " + libraries + " of the library and " + badJars + " bad jars in between; "
                    + (traffic.answered() + readers.answered()) + " calls answered, " + failed() + " failed");
            out.println("from rename to first answer: " + latencies);
            out.println("longest call: " + takeLongest().toMillis() + " ms");
            problems.forEach(problem -> out.println("PROBLEM: " + problem));
            return problems;
        } finally {
            traffic.close();
            readers.close();
        }
    }

    private void begin(int port) throws InterruptedException {
        byte[] event = Probe.event(200, Duration.ZERO);
        traffic.add("baetyl 1", GrpcLine.baetyl(port, FUNCTION), event);
        traffic.add("baetyl 2", GrpcLine.faas(port, FUNCTION), event);
        traffic.add("lasting", GrpcLine.baetyl(port, FUNCTION), Probe.event(200, Duration.ofMillis(20)));
        traffic.add("large", GrpcLine.faas(port, FUNCTION), Probe.event(200_000, Duration.ZERO));
        readers.add("reader", GrpcLine.faas(port, READER), event);
        traffic.awaitVersion("1.0.0");
        readers.awaitVersion("1.0.0");
    }

    /** Makes an update, and returns the time from its rename to its first answer in nanoseconds. */
    private long update(int number) throws Exception {
        if (number % BAD_JAR_EVERY == 0) {
            putBadJar(number);
        }
        if (number % LIBRARY_EVERY == 0) {
            updateLibrary("1.0." + number);
        }
        String version = "1.0." + number;
        byte[] jar = function.version(version);
        long renamed = System.nanoTime();
        put("function.jar", jar);
        long answered = traffic.awaitFirst(version);
        traffic.awaitVersion(version);
        return answered - renamed;
    }

    /** Beside the function's own file, of the same bundle and a higher version: it would serve if it were taken. */
    private void putBadJar(int number) throws IOException {
        String version = "9.0." + number;
        byte[] bad = switch (badJars++ % 4) {
            case 0 -> truncated(function.version(version));
            case 1 ->
                function.header("Import-Package", "com.example.absent,io.funclet.api")
                        .version(version);
            case 2 -> function.header("Bundle-ManifestVersion", "7").version(version);
            default -> library.exporting("2.0").version("not.a.version");
        };
        put("bad.jar", bad);
    }

    private static byte[] truncated(byte[] jar) {
        return Arrays.copyOf(jar, jar.length / 2);
    }

    /** First one that its user cannot be wired to, and which therefore must not take the place of the other. */
    private void updateLibrary(String version) throws Exception {
        libraries++;
        put("library.jar", library.exporting("2.0").version(version));
        readers.awaitResponses(3);
        put("library.jar", library.version(version));
        readers.awaitVersion(version);
    }

    private void put(String fileName, byte[] jar) throws IOException {
        ProbeJar.replace(code.resolve(fileName), jar);
    }

    private long failed() {
        return traffic.failed() + readers.failed();
    }

    private Duration takeLongest() {
        Duration one = traffic.takeLongest();
        Duration other = readers.takeLongest();
        return one.compareTo(other) > 0 ? one : other;
    }

    private static void addProblems(List<String> problems, Traffic traffic, Journal journal) throws IOException {
        traffic.failures().forEach(failure -> problems.add("failed call: " + failure));
        problems.addAll(journal.faults());
        if (!journal.isComplete()) {
            problems.add("an instance was never deactivated, see " + journal.file());
        }
        if (journal.calls() != traffic.answered()) {
            problems.add(traffic.answered() + " calls were answered, but " + journal.calls() + " were made");
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
