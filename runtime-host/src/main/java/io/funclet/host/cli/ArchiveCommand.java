package io.funclet.host.cli;

import io.funclet.host.cli.archive.ArchiveRecording;
import io.funclet.host.cli.archive.ClassList;
import io.funclet.host.config.LaunchProfile;
import io.funclet.host.storage.TemporaryDirectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Makes the class data archive for the classes of a start. Run by the build, by the first runtime on another Java, and
 * by operators.
 */
@Command(
        name = "archive",
        header = "Make the archive that halves the time of a start.",
        description = {
            "",
            "Makes the class data archive of this installation for the Java of this command. The runtime then starts in"
                    + " about half of the time. Starts a runtime on a free port of the loopback interface, calls the"
                    + " samples, and stops it. An idle runtime makes a missing archive itself, unless memory or threads are"
                    + " limited. Repeat this for each Java, and after the installation was moved or a jar in lib/ has"
                    + " changed.",
            ""
        },
        exitCodeList = {
            "0:The archive exists; standard output names it.",
            "1:It could not be made.",
            "2:The arguments are wrong."
        },
        footer = {"  funclet archive", "  FUNCLET_JAVA_HOME=/opt/jdk-25 funclet archive --if-missing"},
        mixinStandardHelpOptions = true)
final class ArchiveCommand implements Callable<Integer> {

    /** The first Java whose archive also has linked classes, and is called AOT cache. */
    private static final int AOT_CACHE_SINCE = 25;

    @Option(names = "--if-missing", description = "Keep an existing archive, and print nothing.")
    private boolean ifMissing;

    @Override
    public Integer call() throws IOException, InterruptedException {
        boolean cache = Runtime.version().feature() >= AOT_CACHE_SINCE;
        // The launcher looks for it here.
        Path archive = Path.of(LaunchProfile.CURRENT.archive() + (cache ? ".aot" : ".jsa"));
        // One process at a time. The file stays: after a deletion, two processes could hold locks. The system releases
        // the lock at any end of this process.
        try (FileChannel lock = openLock(archive.getParent())) {
            lock.lock();
            return ifMissing && isWhole(archive) ? 0 : make(archive);
        }
    }

    /**
     * The file with the size of the archive and its installation. The launcher checks both, because Java 17 crashes on
     * a truncated archive.
     */
    private static Path size() {
        return Path.of(LaunchProfile.CURRENT.archive() + ".size");
    }

    private static boolean isWhole(Path archive) throws IOException {
        Path size = size();
        return Files.exists(archive)
                && Files.exists(size)
                && Files.readString(size).equals(Files.size(archive) + "\n" + LaunchProfile.CURRENT.home() + "\n");
    }

    private static FileChannel openLock(Path directory) throws IOException {
        try {
            Files.createDirectories(directory);
            return FileChannel.open(directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new IOException("nothing can be written to " + directory + ": " + e, e);
        }
    }

    private static int make(Path archive) throws IOException, InterruptedException {
        // In the same directory, under one name: the next process overwrites what a killed one has left.
        Path home = Path.of(LaunchProfile.CURRENT.home());
        Path made = archive.resolveSibling(archive.getFileName() + ".new");
        Files.deleteIfExists(made);
        try (TemporaryDirectory temporaryDirectory = TemporaryDirectory.create("archive")) {
            // Java 25 writes further files beside it, which stay if it is killed.
            Path recorded = temporaryDirectory.directory().resolve(archive.getFileName());
            if (Runtime.version().feature() == ClassList.JAVA) {
                Path list = temporaryDirectory.directory().resolve("classes");
                new ArchiveRecording(home, temporaryDirectory, list).run();
                ClassList.dump(list, recorded);
            } else {
                new ArchiveRecording(home, temporaryDirectory, recorded).run();
            }
            if (!Files.exists(recorded)) {
                System.err.println("funclet: " + System.getProperty("java.home") + " has made no archive");
                return 1;
            }
            Files.copy(recorded, made);
            // On disk before it has its name, in case the power fails: the JVM does not check its content.
            try (FileChannel written = FileChannel.open(made, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            // Between these two lines the size fits no archive, and a start does not use one.
            Files.writeString(size(), Files.size(made) + "\n" + home + "\n");
            Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(made);
        }
        System.out.println(archive + ": " + Files.size(archive) / 1024 + " KB");
        return 0;
    }
}
