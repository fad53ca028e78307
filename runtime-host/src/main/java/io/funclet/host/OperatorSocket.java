package io.funclet.host;

import io.funclet.host.config.ControlConfig;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.TenantConfig;
import io.funclet.host.config.source.FuncletVariable;
import io.funclet.host.control.ControlServer;
import io.funclet.host.control.ControlView;
import io.funclet.host.grpc.GrpcServer;
import io.funclet.host.grpc.transport.EventLoops;
import io.funclet.host.grpc.transport.ListeningSocket;
import io.funclet.host.storage.AbandonedDirectories;
import io.funclet.host.storage.Housekeeping;
import io.funclet.host.storage.WorkDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Opens the socket for operators. The runtime serves functions without it, too. */
final class OperatorSocket {

    private static final Logger LOG = Logger.getLogger(OperatorSocket.class.getName());

    private OperatorSocket() {}

    /**
     * Opens it, unless the configuration turns it off. Logs why there is none.
     *
     * @param started receives what is to be closed, the last part first
     */
    static void open(
            ControlConfig control,
            WorkDirectory work,
            Housekeeping housekeeping,
            EventLoops loops,
            ControlView operated,
            Consumer<AutoCloseable> started) {
        if (!control.enabled()) {
            return;
        }
        try {
            Path socket = control.socket()
                    .orElseGet(() -> place(control, work, housekeeping, started).resolve(ControlConfig.FILE_NAME));
            // The old process has the path until it ends.
            boolean later = control.socket().isPresent() && ListeningSocket.replaces();
            ControlServer server = later
                    ? ControlServer.later(socket, null, loops, operated)
                    : ControlServer.open(socket, null, loops, operated);
            started.accept(server);
            housekeeping.use(server);
        } catch (IOException | RuntimeException failure) {
            // Warns only about a configured path: the default one may just be too long.
            Level level = control.socket().isPresent() ? Level.WARNING : Level.INFO;
            String where = control.socket().isPresent() ? FuncletVariable.CONTROL + ": " : "";
            LOG.log(level, where + "there is no control socket: " + failure.getMessage());
        }
    }

    /**
     * Opens those of tenants. Logs why one is missing.
     *
     * @param started receives what is to be closed, the last part first
     */
    static void openForTenants(
            RuntimeConfig config,
            Housekeeping housekeeping,
            GrpcServer grpc,
            ControlView operated,
            Consumer<AutoCloseable> started) {
        for (TenantConfig tenant : config.tenants()) {
            if (tenant.control().isPresent()) {
                TenantConfig.Control control = tenant.control().get();
                try {
                    ControlView view = operated.of(tenant, grpc.probes(operated.router(), tenant.name()));
                    String group = control.group().orElse(null);
                    ControlServer server = ListeningSocket.replaces()
                            ? ControlServer.later(control.socket(), group, grpc.eventLoops(), view)
                            : ControlServer.open(control.socket(), group, grpc.eventLoops(), view);
                    started.accept(server);
                    housekeeping.use(server);
                } catch (IOException | RuntimeException failure) {
                    LOG.warning("tenant " + tenant.name() + " has no control socket: " + failure.getMessage());
                }
            }
        }
    }

    /** The system's directory for sockets of this user or service, if there is one; else that of the process. */
    private static Path place(
            ControlConfig control, WorkDirectory work, Housekeeping housekeeping, Consumer<AutoCloseable> started) {
        for (Path place : control.places()) {
            try {
                if (AbandonedDirectories.isSafe(place, work.path())) {
                    WorkDirectory own = WorkDirectory.create(place);
                    started.accept(own);
                    housekeeping.add(own);
                    return own.path();
                }
            } catch (IOException unusable) {
                LOG.log(Level.FINE, "the control socket is not in " + place, unusable);
            }
        }
        return work.path();
    }
}
