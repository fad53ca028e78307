package io.funclet.host;

import io.funclet.host.config.LaunchProfile;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.grpc.transport.ListeningSocket;
import io.funclet.host.log.FailedCallback;
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
import java.util.logging.Logger;
import org.osgi.framework.BundleException;

/** Serves at a port that is bound, until a signal stops the process. */
final class Service {

    private static final Logger LOG = Logger.getLogger(Service.class.getName());

    private static final int SUCCESS = 0;
    private static final int FAILURE = 1;

    private static final String NO_UTF_8 =
            "there is no locale of UTF-8 for this process: arguments, environment and names of"
                    + " files that are not ASCII are not read as they are; install the locale C.UTF-8, or set LC_ALL to one that"
                    + " there is";

    private static final String NO_ARCHIVE =
            "there is no class data archive for this Java in this place: the start takes longer, and all that runs about 15 MB"
                    + " more, which a small container may not have; run funclet archive where it was installed";

    /** {@code null} if this process is not number 1, and so gets no orphans. */
    private static final OrphanReaper ORPHANS = LaunchProfile.CURRENT.init() ? new OrphanReaper() : null;

    private final RuntimeConfig config;
    private final StopSignals signals;

    /** Before a log replaces it. */
    private final PrintStream terminal = System.err;

    private final Runnable giveUp;

    /**
     * @param signals awaited by the calling thread
     * @param giveUp ends the process at once
     */
    Service(RuntimeConfig config, StopSignals signals, Runnable giveUp) {
        this.config = config;
        this.signals = signals;
        this.giveUp = giveUp;
    }

    /** @return the exit status of {@link Main#run(RuntimeConfig)} */
    @SuppressWarnings("try") // The host serves by being open.
    int run(Binding binding) {
        CallLogContext marks = new CallLogContext();
        try (RuntimeLog log = RuntimeLog.open(config.logger(), config.name(), marks)) {
            log.announce(Service.class.getName(), "service starting");
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
                Watchdog watchdog = new Watchdog(log.memory()::exhausted, host, isLogOnly() ? null : terminal, giveUp);
                HeapReturn heap = new HeapReturn();
                LOG.info(signals.arrival(() -> look(watchdog, log, heap, host), signal -> reload(signal, host))
                        + ", service stops");
            } catch (IOException | BundleException failure) {
                return failed(failure.getMessage());
            } catch (Error | RuntimeException failure) {
                return failed("the start failed: " + failure);
            } finally {
                log.settle(); // the next line is the last one
                log.announce(Service.class.getName(), "service closed");
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
    private void reload(String signal, RuntimeHost host) {
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

    private int failed(String reason) {
        LOG.severe(reason);
        tellPredecessor(reason);
        if (!isLogOnly()) {
            terminal.println("funclet: " + reason);
        }
        return FAILURE;
    }

    static void tellPredecessor(String reason) {
        if (ListeningSocket.replaces()) {
            Standby.fail(reason);
        }
    }

    /** Whether standard error has the log anyway. */
    private boolean isLogOnly() {
        return config.logger().path().isEmpty() || config.logger().console();
    }
}
