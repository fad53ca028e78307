package io.funclet.host.upgrade;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.logging.Logger;

/**
 * One attempt to have another version take over. It starts beside this process and inherits the listening sockets. Once it
 * serves all functions, it accepts the connections, and this process none: they wait in one backlog, so none is lost. If the
 * other version ends before it has proved itself, this process accepts connections again.
 */
public final class Upgrade {

    private static final Logger LOG = Logger.getLogger(Upgrade.class.getName());

    private static final String SUCCESS = "";

    /** The one that is under way, or is done; {@code null} if there is none. */
    private static final AtomicReference<Upgrade> CURRENT = new AtomicReference<>();

    private final UpgradedRuntime runtime;
    private final UpgradePlan plan;

    /** Receives the process number, too. */
    private final BiConsumer<UpgradeStep, Long> progress;

    /** The first reason to give up, or {@link #SUCCESS}: what comes first decides. */
    private final CompletableFuture<String> outcome = new CompletableFuture<>();

    /** Functions that the other version does not serve yet. */
    private volatile String missing = "";

    private volatile boolean ready;

    public Upgrade(UpgradedRuntime runtime, UpgradePlan plan, BiConsumer<UpgradeStep, Long> progress) {
        this.runtime = runtime;
        this.plan = plan;
        this.progress = progress;
    }

    /** Gives up the upgrade of this process that is under way. Returns whether there is one. Any thread. */
    public static boolean cancelCurrent(String reason) {
        Upgrade current = CURRENT.get();
        if (current != null) {
            current.cancel(reason);
        }
        return current != null;
    }

    /** Gives up for this reason, unless the upgrade is done. Any thread. */
    public void cancel(String reason) {
        outcome.complete(reason);
    }

    /**
     * Runs it. After success this process is stopping. After a failure it serves as before, and the other one has ended.
     *
     * @throws UpgradeException if the other version has not taken over; the message says why, in one line
     */
    public void run() throws UpgradeException, InterruptedException {
        if (!CURRENT.compareAndSet(null, this)) {
            throw new UpgradeException("another upgrade is under way");
        }
        try {
            attempt();
        } finally {
            // Not after a success: this process stops.
            if (!SUCCESS.equals(outcome.getNow(null))) {
                CURRENT.set(null);
            }
        }
    }

    private void attempt() throws UpgradeException, InterruptedException {
        Path path = runtime.directory().resolve("upgrade");
        try {
            List<String> arguments = LaunchCommand.arguments();
            Supervision.check(arguments, System.getenv());
            Path launcher = plan.home().resolve("bin/funclet");
            if (!Files.isExecutable(launcher)) {
                throw new UpgradeException("there is no executable " + launcher);
            }
            Files.deleteIfExists(path);
            try (ServerSocketChannel rendezvous = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                rendezvous.bind(UnixDomainSocketAddress.of(path));
                run(SuccessorProcess.start(launcher, arguments, runtime.listening(), path), rendezvous);
            } finally {
                Files.deleteIfExists(path);
            }
        } catch (IOException failure) {
            throw new UpgradeException(failure.getMessage());
        }
    }

    private void run(Process successor, ServerSocketChannel rendezvous)
            throws UpgradeException, InterruptedException, IOException {
        LOG.info("an upgrade begins: process " + successor.pid() + " starts from " + plan.home());
        boolean linked = false;
        boolean moved = false;
        successor
                .onExit()
                .thenAccept(ended -> outcome.complete("the new process has ended with status " + ended.exitValue()
                        + "; its last lines are in the standard error of the old one"));
        CompletableFuture.delayedExecutor(plan.startTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .execute(this::late);
        progress.accept(UpgradeStep.STARTED, successor.pid());
        // Ends what waits for the other one.
        outcome.thenRun(() -> close(rendezvous));
        try (UpgradeLink link = UpgradeLink.over(rendezvous.accept())) {
            linked = true;
            outcome.thenAccept(reason -> end(link, reason));
            for (String function : runtime.served()) {
                link.send(UpgradeLink.FUNCTION + function);
            }
            link.send(UpgradeLink.START);
            await(link, UpgradeLink.READY);
            ready = true;
            progress.accept(UpgradeStep.READY, successor.pid());
            link.send(UpgradeLink.SERVE);
            await(link, UpgradeLink.SERVING);
            moved = true;
            LOG.info("process " + successor.pid() + " accepts the connections from now on, and this one none");
            runtime.moveClients();
            progress.accept(UpgradeStep.SERVING, successor.pid());
            awaitTrial();
        } catch (IOException ended) {
            // Its exit status tells more.
            outcome.completeOnTimeout("the new process does not respond: " + ended.getMessage(), 1, TimeUnit.SECONDS)
                    .join();
        } catch (RuntimeException | Error failure) {
            cancel("the upgrade has failed: " + failure);
        }
        if (outcome.join().equals(SUCCESS)) {
            Supervision.tell(successor.pid(), System.getenv());
            progress.accept(UpgradeStep.DONE, successor.pid());
            // A request that has not arrived as a whole is no running call yet, for which a stop waits.
            runtime.awaitClientsGone();
            runtime.stop("the upgrade is done, process " + successor.pid() + " serves");
            return;
        }
        if (moved) {
            runtime.accept();
        }
        SuccessorProcess.stop(successor, linked);
        LOG.warning("the upgrade has failed, and this process serves as before: " + outcome.join());
        throw new UpgradeException(outcome.join());
    }

    private void late() {
        if (!ready) {
            outcome.complete("the new process was not ready within "
                    + plan.startTimeout().toSeconds() + " s"
                    + (missing.isEmpty() ? "" : "; it does not serve " + missing));
        }
    }

    /** Waits for this line of the other process. Throws an IOException if it does not come. */
    private void await(UpgradeLink link, String expected) throws IOException {
        for (String line = link.receive(); !expected.equals(line); line = link.receive()) {
            if (line == null) {
                throw new IOException("it has closed the connection");
            }
            if (line.startsWith(UpgradeLink.FAILED)) {
                outcome.complete("the new process has not started: " + line.substring(UpgradeLink.FAILED.length()));
            } else if (line.startsWith(UpgradeLink.MISSING)) {
                missing = line.substring(UpgradeLink.MISSING.length());
            }
        }
    }

    private void awaitTrial() throws InterruptedException {
        try {
            outcome.get(plan.trial().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException passed) {
            outcome.complete(SUCCESS);
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void end(UpgradeLink link, String reason) {
        try {
            if (!reason.equals(SUCCESS)) {
                link.send(UpgradeLink.GIVE_UP);
            }
        } catch (IOException ended) {
            LOG.fine(ended.toString());
        }
        close(link);
    }

    private static void close(Closeable resource) {
        try {
            resource.close();
        } catch (IOException late) {
            LOG.fine(late.toString());
        }
    }
}
