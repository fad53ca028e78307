package io.funclet.host.process;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.config.LaunchProfile;
import io.funclet.host.config.source.FuncletVariable;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
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
    private static final Duration QUIET = LaunchProfile.fixedWait(Duration.ofSeconds(10));

    /** An idle process uses at most this part of one processor. */
    private static final int QUIET_PART = 10;

    /** The process only has to kill another one and to delete files. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

    /** With the lowest priority; if memory runs out, the kernel kills it first. Ignores failures of both. */
    private static final String COMMAND = """
            echo 1000 2>/dev/null >/proc/$$/oom_score_adj
            command -v nice >/dev/null && exec nice -n 19 "$0" archive --if-missing
            exec "$0" archive --if-missing
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
            Path directory = archive.getParent();
            if (!awaitQuiet()) {
                return;
            }
            if (Files.exists(directory)
                    ? Files.isDirectory(directory) && Files.isWritable(directory)
                    : Files.isWritable(home)) {
                make();
            } else {
                LOG.fine(noneMade(directory + " cannot be written to"));
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
        LOG.fine(() -> "class data archive for " + build() + " is being made");
        Process making = start();
        if (making == null) {
            return;
        }
        String lastLine;
        try (BufferedReader output = making.inputReader(StandardCharsets.UTF_8)) {
            lastLine = output.lines().reduce("", (former, line) -> line);
        }
        making.waitFor();
        if (closed.getCount() == 0) {
            return;
        }
        if (making.exitValue() != 0) {
            LOG.info(noneMade(lastLine.isEmpty() ? "status " + making.exitValue() : lastLine));
        } else if (lastLine.isEmpty()) {
            LOG.info(
                    "class data archive for " + build() + " has been made by another runtime: next starts are quicker");
        } else {
            LOG.info("class data archive made for " + build() + ": next starts are quicker");
        }
    }

    /** Returns {@code null} if this is closed. */
    private synchronized Process start() throws IOException {
        if (closed.getCount() == 0) {
            return null;
        }
        String launcher = home.resolve("bin/funclet").toString();
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", COMMAND, launcher).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        FuncletVariable.JAVA_HOME.toString(),
                        System.getProperty("java.home"),
                        "TMPDIR",
                        System.getProperty("java.io.tmpdir"),
                        // Without the operator's options: a debugger's port or a log file is in use by this process.
                        "JAVA_OPTS",
                        ""));
        process = builder.start();
        process.getOutputStream().close();
        return process;
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
