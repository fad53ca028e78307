package io.funclet.host;

import io.funclet.host.cli.CommandLine;
import io.funclet.host.config.InvalidConfigException;
import io.funclet.host.config.LaunchProfile;
import io.funclet.host.config.LoggerConfig;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.load.ConfigLoader;
import io.funclet.host.framework.guard.Hooks;
import io.funclet.host.log.file.PipeStream;
import io.funclet.host.log.output.RuntimeLog;
import io.funclet.host.process.StopSignals;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Logger;

/** Runs the process: from its arguments to its exit status. */
public final class Main {

    /** The time for shutdown hooks within the 30 s after which the master kills (contract, section 4). */
    private static final Duration HOOKS = Duration.ofSeconds(3);

    private static final int FAILURE = 1;

    /** As with the JVM's {@code -XX:+ExitOnOutOfMemoryError}. */
    private static final int CANNOT_GO_ON = 3;

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
            logger().warning("shutdown hooks still run after " + HOOKS.toSeconds() + " s, and are given up"
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
            Service.tellPredecessor(invalid.getMessage());
            invalid.logger()
                    .filter(logger -> logger.path().isPresent() && !logger.console())
                    .ifPresent(logger -> log(logger, invalid.getMessage()));
            return FAILURE;
        }
    }

    @SuppressWarnings("try") // Loggers find the open log by themselves.
    private static void log(LoggerConfig config, String failure) {
        try (RuntimeLog log = RuntimeLog.open(config, "", new CallLogContext())) {
            logger().severe(failure);
        } catch (IOException noLog) {
            // Standard error has the reason in one line.
        }
    }

    /** Not a field: the first logger has Java look for services in each jar of the class path, and the port comes first. */
    private static Logger logger() {
        return Logger.getLogger(Main.class.getName());
    }

    /**
     * Serves until a signal stops the process. Binds the port first, for what follows takes ten times as long.
     *
     * @return the exit status: 0 after an orderly stop; 1 if the start failed, with the reason in one line on standard
     *     error and in the log
     */
    public static int run(RuntimeConfig config) {
        PipeStream.install();
        StopSignals signals = StopSignals.await();
        Binding binding = Binding.of(config.server().address());
        return new Service(config, signals, Main::giveUp).run(binding);
    }

    /** Runs no hooks and closes nothing, because there may be no memory for it. */
    private static void giveUp() {
        Runtime.getRuntime().halt(CANNOT_GO_ON);
    }
}
