package io.funclet.host.upgrade;

import io.funclet.host.config.source.FuncletVariable;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * The link of a new version to the process that it is to replace. It accepts connections when that process says so, or has
 * ended. Loaded only in such a process.
 */
public final class Standby implements Runnable {

    private static final Logger LOG = Logger.getLogger(Standby.class.getName());

    private static final int LOOK_MILLIS = 20;

    private final UpgradeLink link;
    private final UpgradedRuntime runtime;
    private final ScheduledExecutorService timers;

    /** What the old process serves and this one does not, as last told. */
    private List<String> missing = List.of();

    private Standby(UpgradeLink link, UpgradedRuntime runtime, ScheduledExecutorService timers) {
        this.link = link;
        this.runtime = runtime;
        this.timers = timers;
    }

    /** Follows the old process on a thread of its own. The sockets of the runtime are paused. */
    public static void begin(UpgradedRuntime runtime, ScheduledExecutorService timers) throws IOException {
        Thread thread = new Thread(new Standby(connect(), runtime, timers), "upgrade");
        thread.setDaemon(true);
        thread.start();
    }

    /** Tells the old process why this one does not start. Waits until it has read that. */
    public static void fail(String reason) {
        try (UpgradeLink link = connect()) {
            link.send(UpgradeLink.FAILED + reason);
            while (link.receive() != null) {
                // The old process closes the link.
            }
        } catch (IOException ended) {
            LOG.log(Level.FINE, "the old process has ended", ended);
        }
    }

    private static UpgradeLink connect() throws IOException {
        String path = System.getenv(FuncletVariable.PREDECESSOR.toString());
        return UpgradeLink.over(SocketChannel.open(UnixDomainSocketAddress.of(path)));
    }

    @Override
    public void run() {
        try (link) {
            List<String> functions = new ArrayList<>();
            for (String line = link.receive(); line != null; line = link.receive()) {
                if (line.startsWith(UpgradeLink.FUNCTION)) {
                    functions.add(line.substring(UpgradeLink.FUNCTION.length()));
                } else if (line.equals(UpgradeLink.START)) {
                    look(functions);
                } else if (line.equals(UpgradeLink.SERVE)) {
                    runtime.accept();
                    LOG.info("this process accepts the connections from now on");
                    link.send(UpgradeLink.SERVING);
                } else if (line.equals(UpgradeLink.GIVE_UP)) {
                    runtime.moveClients();
                    runtime.awaitClientsGone();
                    runtime.stop("the old process goes on");
                    return;
                }
            }
        } catch (IOException ended) {
            LOG.log(Level.FINE, "the old process has ended", ended);
        }
        // There is no other process that accepts.
        runtime.accept();
    }

    /** Looks until all functions are served. On an event loop. */
    private void look(List<String> functions) {
        List<String> now = functions.stream()
                .filter(function -> !runtime.serves(function).orElse(false))
                .toList();
        try {
            if (now.isEmpty()) {
                link.send(UpgradeLink.READY);
                return;
            }
            if (!now.equals(missing)) {
                link.send(UpgradeLink.MISSING + now.stream().collect(Collectors.joining(", ")));
                missing = now;
            }
            timers.schedule(() -> look(functions), LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (IOException ended) {
            LOG.log(Level.FINE, "the old process has ended", ended);
        }
    }
}
