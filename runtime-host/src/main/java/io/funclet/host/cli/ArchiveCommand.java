package io.funclet.host.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes the archive from which the classes of the start come. Run by the build, and for another Java by an operator. */
@Command(
        name = "archive",
        description = {
            "Makes the class data archive of this installation for the Java that runs this: the runtime then starts in"
                    + " about half of the time. Starts a runtime on a free port of the loopback interface, calls the"
                    + " samples, and stops it. To be repeated with FUNCLET_JAVA_HOME for each Java, and whenever a jar in"
                    + " lib/ has changed."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ArchiveCommand implements Callable<Integer> {

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

    /** The first Java whose archive also holds linked classes, and is called an AOT cache. */
    private static final int AOT_CACHE_SINCE = 25;

    @Option(names = "--if-missing", description = "Leaves an archive that is there as it is.")
    private boolean ifMissing;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("funclet.home"));
        boolean cache = Runtime.version().feature() >= AOT_CACHE_SINCE;
        // Where the launcher looks for it.
        Path archive = Path.of(System.getProperty("funclet.archive") + (cache ? ".aot" : ".jsa"));
        Path directory = Files.createDirectories(archive.getParent());
        if (ifMissing && Files.exists(archive)) {
            return 0;
        }
        Path scratch = Files.createTempDirectory("funclet-archive-");
        try {
            Path recorded = scratch.resolve("recorded");
            record(home, scratch, recorded);
            if (!Files.exists(recorded)) {
                System.err.println("funclet: " + System.getProperty("java.home") + " has made no archive");
                return 1;
            }
            // By a rename: a runtime that starts meanwhile sees the whole file or none.
            Path near = Files.copy(
                    recorded, directory.resolve(archive.getFileName() + ".new"), StandardCopyOption.REPLACE_EXISTING);
            Files.move(near, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            System.out.println(archive + ": " + Files.size(archive) / 1024 + " KB");
            return 0;
        } finally {
            deleteAll(scratch);
        }
    }

    /** Lets a runtime do what its start and its first calls need, started as a manager starts it. */
    private static void record(Path home, Path scratch, Path recorded) throws IOException, InterruptedException {
        Path functions = Files.createDirectory(scratch.resolve("functions"));
        try (Stream<Path> samples = Files.list(home.resolve("samples"))) {
            for (Path sample : (Iterable<Path>) samples::iterator) {
                Files.copy(sample, functions.resolve(sample.getFileName()));
            }
        }
        Map<String, String> environment = Map.of(
                "FUNCLET_RECORD_ARCHIVE", recorded.toString(), "FUNCLET_JAVA_HOME", System.getProperty("java.home"));
        try (RuntimeProcess runtime =
                RuntimeProcess.startAsManager(home.resolve("bin/funclet"), functions, environment)) {
            while (!runtime.isListening() && runtime.isAlive()) {
                Thread.onSpinWait();
            }
            try (Connection connection = Connection.plaintext(runtime.address())) {
                for (Generation generation : Generation.values()) {
                    Request request = Request.of("echo", "x".repeat(100));
                    generation.call(connection.channel(), request, CALL_TIMEOUT);
                }
            }
            int status = runtime.stop();
            if (status != 0) {
                throw new IOException(
                        "the runtime ended with status " + status + ": " + String.join(" / ", runtime.lastLines()));
            }
        }
    }

    private static void deleteAll(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        }
    }
}
