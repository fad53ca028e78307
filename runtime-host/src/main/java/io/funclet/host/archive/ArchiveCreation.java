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
 * Makes the class data archive for a Java that has none, by {@code bin/funclet archive} in a process of its own, so
 * that the next start is faster. Tries once. Used only if the launcher has found no archive and allows this, so no
 * other start loads the class.
 */
public final class ArchiveCreation implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ArchiveCreation.class.getName());

    /** How long the process must be idle first, so that no call waits for a processor. */
    private static final Duration QUIET = LaunchProfile.CURRENT.archiveQuiet();

    /** An idle process uses at most this part of one processor. */
    private static final int QUIET_PART = 10;

    /** A slow gateway takes a minute. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** The process only has to kill another one and to delete files. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

    /**
     * Sets the lowest priority, and makes the kernel kill this process first if memory runs out. Ignores failures of
     * both.
     */
    private static final String LOW_PRIORITY = """
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

    /** Waits for an idle time on a thread of its own, which ends with the attempt. */
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
        } catch (InterruptedException interrupted) {
            // Only a function that interrupts other threads does that.
            LOG.log(Level.FINE, noneMade("interrupted"), interrupted);
        }
    }

    /** Returns false if the process stops before it was idle. */
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
        // The pipe holds the few lines.
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
                        LOW_PRIORITY,
                        "sh",
                        home.resolve("bin/funclet").toString(),
                        "archive",
                        "--if-missing")
                .redirectErrorStream(true);
        builder.environment().put(FuncletVariable.JAVA_HOME.toString(), System.getProperty("java.home"));
        // Without the operator's options: a debugger's port or a log file in them is in use by this process.
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

    /** The launcher names archives after the build of Java. */
    private Path build() {
        return archive.getFileName();
    }

    /** Ends the creation, which deletes what it has written. */
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
        // By its handle: destroy() of the process would close the stream of its reader.
        making.toHandle().destroy();
        if (!making.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            making.descendants().forEach(ProcessHandle::destroyForcibly);
            making.toHandle().destroyForcibly();
            making.waitFor();
        }
    }
}
