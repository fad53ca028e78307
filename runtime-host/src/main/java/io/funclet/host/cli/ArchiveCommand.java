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
 * Makes the archive from which the classes of the start come. Run by the build, by the first runtime on another Java, and
 * by operators.
 */
@Command(
        name = "archive",
        header = "Make the archive that halves the time of a start.",
        description = {
            "",
            "Makes the class data archive of this installation for the Java that runs this: the runtime then starts in"
                    + " about half of the time. Starts a runtime on a free port of the loopback interface, calls the"
                    + " samples, and stops it. A runtime has it made by itself, once it is quiet, unless memory or threads"
                    + " are limited. To be repeated for each Java, and whenever the installation was moved or a jar in"
                    + " lib/ has changed.",
            ""
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:The archive is there; standard output names it.",
            "1:It could not be made.",
            "2:The arguments are wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  funclet archive", "  FUNCLET_JAVA_HOME=/opt/jdk-25 funclet archive --if-missing"},
        mixinStandardHelpOptions = true,
        versionProvider = ManifestVersion.class)
final class ArchiveCommand implements Callable<Integer> {

    /** The first Java whose archive also holds linked classes, and is called an AOT cache. */
    private static final int AOT_CACHE_SINCE = 25;

    @Option(names = "--if-missing", description = "Leave an archive that is there as it is, and say nothing.")
    private boolean ifMissing;

    @Override
    public Integer call() throws IOException, InterruptedException {
        boolean cache = Runtime.version().feature() >= AOT_CACHE_SINCE;
        // Where the launcher looks for it.
        Path archive = Path.of(LaunchProfile.CURRENT.archive() + (cache ? ".aot" : ".jsa"));
        // One at a time. The file stays: deleting it would let two in, the one that waits for it and the one that makes
        // it
        // anew. The system gives the lock back however this process ends.
        try (FileChannel lock = openLock(archive.getParent())) {
            lock.lock();
            return ifMissing && isWhole(archive) ? 0 : make(archive);
        }
    }

    /**
     * The launcher takes an archive only if it has this size, because Java 17 crashes on a truncated one, and only in this
     * installation.
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
        // Beside it, and under one name: what a killed process has left is overwritten by the next.
        Path home = Path.of(LaunchProfile.CURRENT.home());
        Path made = archive.resolveSibling(archive.getFileName() + ".new");
        Files.deleteIfExists(made);
        try (TemporaryDirectory temporaryDirectory = TemporaryDirectory.create("archive")) {
            // Java 25 writes further files beside it, which are left if it is ended in the middle of it.
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
            // Whole before it has its name, also if the power fails: the JVM does not look into the middle of it.
            try (FileChannel written = FileChannel.open(made, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            // Between these two lines the size is that of no archive, and a start goes without.
            Files.writeString(size(), Files.size(made) + "\n" + home + "\n");
            Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(made);
        }
        System.out.println(archive + ": " + Files.size(archive) / 1024 + " KB");
        return 0;
    }
}
