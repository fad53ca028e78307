package io.funclet.host;

import io.funclet.host.cli.CommandLine;
import io.funclet.host.config.InvalidConfigException;
import io.funclet.host.config.LaunchProfile;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.LoggerConfig;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.load.ConfigLoader;
import io.funclet.host.framework.guard.Hooks;
import io.funclet.host.grpc.transport.ListeningSocket;
import io.funclet.host.log.FailedCallback;
import io.funclet.host.log.file.PipeStream;
import io.funclet.host.log.output.RuntimeLog;
import io.funclet.host.memory.HeapReturn;
import io.funclet.host.process.OrphanReaper;
import io.funclet.host.process.StopSignals;
import io.funclet.host.process.SystemdNotification;
import io.funclet.host.process.Watchdog;
import io.funclet.host.storage.WorkDirectory;
import io.funclet.host.upgrade.Standby;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Logger;
import org.osgi.framework.BundleException;

/** Runs the process: from its arguments to its exit status. */
public final class Main {

    /** The name of the inherited socket. */
    static final String GRPC = "grpc";

    private static final Logger LOG = Logger.getLogger(Main.class.getName());

    /** The time for shutdown hooks within the 30 s after which the master kills (contract, section 4). */
    private static final Duration HOOKS = Duration.ofSeconds(3);

    private static final int SUCCESS = 0;
    private static final int FAILURE = 1;

    /** As with the JVM's {@code -XX:+ExitOnOutOfMemoryError}. */
    private static final int CANNOT_GO_ON = 3;

    private static final String NO_UTF_8 =
            "there is no locale of UTF-8 for this process: arguments, environment and names of"
                    + " files that are not ASCII are not read as they are; install the locale C.UTF-8, or set LC_ALL to one that"
                    + " there is";

    private static final String NO_ARCHIVE =
            "there is no class data archive for this Java in this place: the start takes longer, and all that runs about 15 MB"
                    + " more, which a small container may not have; run funclet archive where it was installed";

    /** {@code null} if this process is not number 1, and so gets no orphans. */
    private static final OrphanReaper ORPHANS = LaunchProfile.CURRENT.init() ? new OrphanReaper() : null;

    private Main() {}

    /**
     * Starts the process. Without arguments, or with {@code -c VALUE} alone, it is the runtime, as managers call it
     * (contract, section 3); anything else is for the command line.
     *
     * @param args the arguments
     */
    public static void main(String[] args) {
        boolean runtime = args.length == 0 || args.length == 2 && args[0].equals("-c");
        int status = runtime
                ? run(args.length == 0 ? Optional.empty() : Optional.of(args[1]))
                : CommandLine.run(args, Main::run);
        end(status);
    }

    /** Does not just return: threads or shutdown hooks of functions could keep the process alive. */
    private static void end(int status) {
        if (LaunchProfile.CURRENT.recordsArchive()) {
            System.exit(status); // The JVM writes the archive at exit, which takes seconds.
        }
        Thread end = new Thread(() -> System.exit(status), "exit");
        end.setDaemon(true);
        try {
            end.start();
            end.join(HOOKS.toMillis());
            LOG.warning("shutdown hooks still run after " + HOOKS.toSeconds() + " s, and are given up"
                    + Hooks.stillRunningInWords());
        } catch (InterruptedException | Error noThread) {
            // At the limit of threads not even hooks can run, but the process must end.
        } finally {
            Runtime.getRuntime().halt(status);
        }
    }

    private static int run(Optional<String> argument) {
        PipeStream.install();
        try {
            return run(ConfigLoader.load(argument, System.getenv()));
        } catch (InvalidConfigException invalid) {
            System.err.println("funclet: " + invalid.getMessage());
            tellPredecessor(invalid.getMessage());
            invalid.logger()
                    .filter(logger -> logger.path().isPresent() && !logger.console())
                    .ifPresent(logger -> log(logger, invalid.getMessage()));
            return FAILURE;
        }
    }

    @SuppressWarnings("try") // Loggers find the open log by themselves.
    private static void log(LoggerConfig config, String failure) {
        try (RuntimeLog log = RuntimeLog.open(config, "", new CallLogContext())) {
            LOG.severe(failure);
        } catch (IOException noLog) {
            // Standard error has the reason in one line.
        }
    }

    /**
     * Serves until a signal stops the process.
     *
     * @return the exit status: 0 after an orderly stop; 1 if the start failed, with the reason in one line on standard
     *     error and in the log
     */
    @SuppressWarnings("try") // The host serves by being open.
    public static int run(RuntimeConfig config) {
        PipeStream.install();
        CallLogContext marks = new CallLogContext();
        StopSignals signals = StopSignals.await();
        PrintStream terminal = System.err;
        Binding binding = Binding.of(config);
        try (RuntimeLog log = RuntimeLog.open(config.logger(), config.name(), marks)) {
            log.announce(Main.class.getName(), "service starting");
            LOG.info("profile " + LaunchProfile.CURRENT.description());
            if (config.file().isPresent() && config.file().get().isThere()) {
                LOG.info("configuration " + config.file().get().path());
            }
            config.warnings().forEach(LOG::warning);
            if (!"UTF-8".equals(System.getProperty("sun.jnu.encoding"))) {
                LOG.warning(NO_UTF_8);
            }
            if (LaunchProfile.CURRENT.lacksArchive()) {
                LOG.warning(NO_ARCHIVE);
            }
            try (RuntimeHost host =
                    RuntimeHost.start(config, WorkDirectory.temporary(), binding.socket(), log, marks)) {
                LOG.info("service listens on "
                        + new ListenAddress(
                                config.server().address().host(),
                                binding.socket().port()));
                if (System.getenv(SystemdNotification.SOCKET) != null) {
                    SystemdNotification.ready(System.getenv());
                }
                Watchdog watchdog =
                        new Watchdog(log.memory()::exhausted, host, isLogOnly(config) ? null : terminal, Main::giveUp);
                HeapReturn heap = new HeapReturn();
                LOG.info(signals.arrival(() -> look(watchdog, log, heap, host), signal -> reload(signal, config, host))
                        + ", service stops");
            } catch (IOException | BundleException failure) {
                return failed(failure.getMessage(), config, terminal);
            } catch (Error | RuntimeException failure) {
                return failed("the start failed: " + failure, config, terminal);
            } finally {
                log.settle(); // the next line is the last one
                log.announce(Main.class.getName(), "service closed");
            }
            return SUCCESS;
        } catch (IOException noLog) {
            terminal.println("funclet: " + noLog.getMessage());
            tellPredecessor(noLog.getMessage());
            return FAILURE;
        }
    }

    /** Once a second. */
    private static void look(Watchdog watchdog, RuntimeLog log, HeapReturn heap, RuntimeHost host) {
        watchdog.run();
        try {
            host.view().router().follow(log.memory());
            heap.look();
            log.tellOfHarm();
            if (ORPHANS != null) {
                ORPHANS.run();
            }
        } catch (OutOfMemoryError again) {
            // Again in a second.
        }
    }

    /** The file of the log needs no reload: a missing one is noticed within a second. */
    private static void reload(String signal, RuntimeConfig config, RuntimeHost host) {
        try {
            LOG.info(signal + " received, configuration and code directories are looked at anew");
            if (config.file().isPresent()) {
                host.reload();
            }
            host.lookAgain();
        } catch (RuntimeException | Error failure) {
            FailedCallback.log(LOG, "the look that " + signal + " has asked for", failure);
        }
    }

    private static int failed(String reason, RuntimeConfig config, PrintStream terminal) {
        LOG.severe(reason);
        tellPredecessor(reason);
        if (!isLogOnly(config)) {
            terminal.println("funclet: " + reason);
        }
        return FAILURE;
    }

    private static void tellPredecessor(String reason) {
        if (ListeningSocket.replaces()) {
            Standby.fail(reason);
        }
    }

    /** Runs no hooks and closes nothing, because there may be no memory for it. */
    private static void giveUp() {
        Runtime.getRuntime().halt(CANNOT_GO_ON);
    }

    /** Whether standard error has the log anyway. */
    private static boolean isLogOnly(RuntimeConfig config) {
        return config.logger().path().isEmpty() || config.logger().console();
    }

    /** Binds the port before anything else is loaded. A failure is reported once there is a log. */
    private record Binding(ListeningSocket bound, IOException failure) {

        static Binding of(RuntimeConfig config) {
            try {
                return new Binding(ListeningSocket.bind(config.server().address(), GRPC), null);
            } catch (IOException failure) {
                return new Binding(null, failure);
            }
        }

        ListeningSocket socket() throws IOException {
            if (failure != null) {
                throw failure;
            }
            return bound;
        }
    }
}
