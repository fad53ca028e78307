package io.funclet.host;

import io.funclet.host.call.stat.FunctionStatus;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.control.ControlView;
import io.funclet.host.deploy.CodeDirectories;
import io.funclet.host.deploy.status.DirectoryStatus;
import io.funclet.host.deploy.status.Explanation;
import io.funclet.host.deploy.status.Outcome;
import io.funclet.host.grpc.transport.ListeningSocket;
import io.funclet.host.log.output.RuntimeLog;
import io.funclet.host.log.output.RuntimeThreadGroup;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/**
 * A runtime inside a process that is not its own, such as that of a test. It handles no signals, never ends the process,
 * and does not watch memory. There may be several at once. Each has its own framework, threads and log. Any thread.
 *
 * <p>What Java has once for a process is shared: system properties, the system's temporary files, the levels of {@code
 * java.util.logging}, and URL protocols. {@code RuntimeLog#embed} says what becomes of logs and standard streams.
 */
public final class EmbeddedRuntime implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(EmbeddedRuntime.class.getName());

    /** For threads to end by themselves, and again after an interrupt. */
    private static final Duration LAST_THREADS = Duration.ofSeconds(1);

    /**
     * Threads of Netty and Felix, each one for all of the process. The first ends a second after its last task, the second
     * with the last framework.
     */
    private static final List<String> SHARED = List.of("globalEventExecutor", "FelixDispatchQueue");

    static {
        // As the launcher does it. Otherwise Netty unpacks and loads a library that nothing uses, and newer Javas warn.
        System.setProperty("io.grpc.netty.shaded.io.netty.transport.noNative", "true");
    }

    private final RuntimeThreadGroup threads;
    private final Thread main;
    private final CompletableFuture<Started> started = new CompletableFuture<>();

    /** What threads of others ask for: a pool starts its threads in the group of the thread that asks. */
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

    /** Written by the last task. */
    private boolean ending;

    private record Started(int port, RuntimeHost host) {}

    private EmbeddedRuntime(RuntimeConfig config, Path temporary, PrintStream log) {
        threads = new RuntimeThreadGroup(config.name());
        // As the main thread of a process: what it starts has its group and its class loader.
        main = new Thread(threads, () -> run(config, temporary, log), "runtime " + config.name(), 0, false);
        main.setDaemon(true);
        main.setContextClassLoader(EmbeddedRuntime.class.getClassLoader());
    }

    /**
     * Starts a runtime. Returns when it accepts calls and has seen all jars.
     *
     * @param config its {@code server.address} may have port 0, for any that is free
     * @param temporary an existing directory for its temporary files
     * @param log receives the lines of the log, one in a write, unless the configuration names a file
     * @throws IOException if a file, a key, an address or a directory cannot be used; the message says which and why
     * @throws BundleException if the framework does not boot
     */
    public static EmbeddedRuntime start(RuntimeConfig config, Path temporary, PrintStream log)
            throws IOException, BundleException {
        EmbeddedRuntime runtime = new EmbeddedRuntime(config, temporary, log);
        runtime.main.start();
        try {
            runtime.started.join();
            return runtime;
        } catch (CompletionException failed) {
            runtime.close();
            if (failed.getCause() instanceof IOException broken) {
                throw broken;
            }
            if (failed.getCause() instanceof BundleException broken) {
                throw broken;
            }
            throw new IllegalStateException("the start failed: " + failed.getCause(), failed.getCause());
        }
    }

    private void run(RuntimeConfig config, Path temporary, PrintStream console) {
        CallLogContext marks = new CallLogContext();
        try (RuntimeLog log = RuntimeLog.embed(config.logger(), config.name(), marks, threads, console)) {
            config.warnings().forEach(LOG::warning);
            ListeningSocket socket = ListeningSocket.bind(config.server().address(), Binding.GRPC);
            int port = socket.port();
            try (RuntimeHost host = RuntimeHost.start(config, temporary, socket, log, marks)) {
                LOG.info("service listens on "
                        + new ListenAddress(config.server().address().host(), port));
                started.complete(new Started(port, host));
                runTasks();
            }
        } catch (IOException | BundleException | RuntimeException | Error failure) {
            started.completeExceptionally(failure);
        }
    }

    private void runTasks() {
        while (!ending) {
            try {
                tasks.take().run();
            } catch (InterruptedException byAFunction) {
                // A function may interrupt all threads of its group.
            }
        }
    }

    /** The port on which it listens. */
    public int port() {
        return started.join().port();
    }

    /** The status of each configured function, or, without a configuration, of each function there is. */
    public List<FunctionStatus> functions() {
        return view().functions();
    }

    /** The status of each code directory. */
    public List<DirectoryStatus> directories() {
        return view().directories();
    }

    /** Why something runs, or does not, as by the command {@code explain}; empty if nothing has this name. */
    public List<Explanation> explain(String subject) {
        return view().explain(subject);
    }

    /**
     * Looks now at a file that has come, changed or gone, without a wait for the watch to notice that.
     *
     * @param file in a code directory
     * @return how that ends, on a thread of the runtime; never, if the runtime is closed before
     */
    public CompletableFuture<Outcome> attempt(Path file) {
        CodeDirectories code = view().code();
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        tasks.add(() -> {
            try {
                code.attempt(file).whenComplete((end, failure) -> {
                    if (failure == null) {
                        outcome.complete(end);
                    } else {
                        outcome.completeExceptionally(failure);
                    }
                });
            } catch (RuntimeException failure) {
                outcome.completeExceptionally(failure);
            }
        });
        return outcome;
    }

    /** The context of the framework's system bundle. */
    public BundleContext framework() {
        return started.join().host().framework();
    }

    private ControlView view() {
        return started.join().host().view();
    }

    /**
     * Stops accepting calls, waits for running ones, stops the bundles, and deletes temporary files. Waits for the
     * threads of the runtime, and interrupts those that functions have left. Does nothing the second time.
     */
    @Override
    public void close() {
        tasks.add(() -> ending = true);
        boolean interrupted = join(main, 0);
        interrupted |= awaitThreads();
        List<Thread> left = threads();
        if (!left.isEmpty()) {
            left.forEach(Thread::interrupt);
            interrupted |= awaitThreads();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The threads that still run, such as those that functions have left after {@link #close}. */
    public List<Thread> threads() {
        Thread[] running = new Thread[threads.activeCount() + 16];
        return Arrays.stream(running, 0, threads.enumerate(running))
                .filter(thread -> SHARED.stream().noneMatch(thread.getName()::startsWith))
                .toList();
    }

    /** Returns whether the calling thread was interrupted; it is not any more. */
    private boolean awaitThreads() {
        long end = System.nanoTime() + LAST_THREADS.toNanos();
        boolean interrupted = false;
        for (Thread thread : threads()) {
            interrupted |= join(thread, Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
        }
        return interrupted;
    }

    /** Returns whether the calling thread was interrupted; it is not any more. */
    private static boolean join(Thread thread, long millis) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join(millis);
                return interrupted;
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
    }
}
