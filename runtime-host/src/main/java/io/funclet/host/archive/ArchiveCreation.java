package io.funclet.host.archive;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.config.LaunchProfile;
import io.funclet.host.config.source.FuncletVariable;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The first run on a Java that has no class data archive: has one made, by {@code bin/funclet archive} in a process of its
 * own, so that the next start is quicker. Tries once. Begun only where the launcher has found none and has room for it, so
 * that no other start loads this class.
 */
public final class ArchiveCreation implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ArchiveCreation.class.getName());

    /** How long the process must have been quiet, so that no call waits for a processor. */
    private static final Duration QUIET = LaunchProfile.CURRENT.archiveQuiet();

    /** Quiet is who uses no more than this part of one processor. */
    private static final int QUIET_PART = 10;

    /** A slow gateway takes a minute. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** It only has to kill a process and to delete files. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

    /**
     * The lowest priority, where there is a program to set it; and the first to go if memory runs out, which is granted to
     * everybody. Neither is worth a failure.
     */
    private static final String HUMBLY = """
            echo 1000 2>/dev/null >/proc/$$/oom_score_adj
            command -v nice >/dev/null && exec nice -n 19 "$@"
            exec "$@"
            """;

    private final Path home = Path.of(LaunchProfile.CURRENT.home());
    private final Path archive = Path.of(LaunchProfile.CURRENT.archive());
    private final CountDownLatch closed = new CountDownLatch(1);

    @GuardedBy("this")
    private Process process;

    private ArchiveCreation() {}

    /** Waits for a quiet moment on a thread of its own, which ends with the attempt. */
    public static ArchiveCreation begin() {
        ArchiveCreation making = new ArchiveCreation();
        Thread thread = new Thread(making::run, "archive-making");
        thread.setDaemon(true);
        thread.start();
        return making;
    }

    private void run() {
        try {
            if (awaitQuiet()) {
                make();
            }
        } catch (IOException failure) {
            if (closed.getCount() > 0) {
                LOG.info(noneMade(failure.getMessage()));
            }
        } catch (InterruptedException nobodyElse) {
            // Only a function that hunts for threads does that: this start goes without, as it began.
            LOG.log(Level.FINE, noneMade("interrupted"), nobodyElse);
        }
    }

    /** Returns false if the process stops before it has been quiet. */
    private boolean awaitQuiet() throws InterruptedException {
        Duration before = processorTime();
        while (!closed.await(QUIET.toMillis(), TimeUnit.MILLISECONDS)) {
            Duration now = processorTime();
            if (now.minus(before).multipliedBy(QUIET_PART).compareTo(QUIET) <= 0) {
                return true;
            }
            before = now;
        }
        return false;
    }

    private static Duration processorTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private void make() throws IOException, InterruptedException {
        if (!isWritable()) {
            LOG.fine(() -> noneMade(archive.getParent() + " cannot be written to"));
            return;
        }
        LOG.fine(() -> "class data archive for " + build() + " is being made");
        Process making = start();
        if (making == null) {
            return;
        }
        if (!making.waitFor(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
            end(making);
        }
        // A line or two, which the pipe has kept.
        String lastWords = lastLine(making);
        if (closed.getCount() == 0) {
            return;
        }
        if (making.exitValue() != 0) {
            LOG.info(noneMade(lastWords.isEmpty() ? "status " + making.exitValue() : lastWords));
        } else if (lastWords.isEmpty()) {
            LOG.info(
                    "class data archive for " + build() + " has been made by another runtime: next starts are quicker");
        } else {
            LOG.info("class data archive made for " + build() + ": next starts are quicker");
        }
    }

    private boolean isWritable() {
        Path directory = archive.getParent();
        return Files.exists(directory)
                ? Files.isDirectory(directory) && Files.isWritable(directory)
                : Files.isWritable(home);
    }

    private synchronized Process start() throws IOException {
        if (closed.getCount() == 0) {
            return null;
        }
        ProcessBuilder builder = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        HUMBLY,
                        "sh",
                        home.resolve("bin/funclet").toString(),
                        "archive",
                        "--if-missing")
                .redirectErrorStream(true);
        builder.environment().put(FuncletVariable.JAVA_HOME.toString(), System.getProperty("java.home"));
        // The operator's options are for this process, which has the debugger's port or the log file that they may
        // name.
        builder.environment().put("JAVA_OPTS", "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
        process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private static String lastLine(Process making) throws IOException {
        try (BufferedReader output = making.inputReader(StandardCharsets.UTF_8)) {
            return output.lines().reduce("", (former, line) -> line);
        }
    }

    private String noneMade(String reason) {
        return "no class data archive was made for " + build() + ": " + reason;
    }

    /** The launcher names archives by the build of Java. */
    private Path build() {
        return archive.getFileName();
    }

    /** Ends the making, if it is under way. What it has written by then is deleted by itself. */
    @Override
    public void close() throws InterruptedException {
        closed.countDown();
        Process making;
        synchronized (this) {
            making = process;
        }
        if (making != null) {
            end(making);
        }
    }

    private static void end(Process making) throws InterruptedException {
        // By its handle: destroy() of the process itself would close the stream under its reader.
        making.toHandle().destroy();
        if (!making.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            making.descendants().forEach(ProcessHandle::destroyForcibly);
            making.toHandle().destroyForcibly();
            making.waitFor();
        }
    }
}
