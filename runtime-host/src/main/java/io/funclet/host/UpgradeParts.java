package io.funclet.host;

import io.funclet.host.call.Router;
import io.funclet.host.call.stat.FunctionStatus;
import io.funclet.host.grpc.GrpcServer;
import io.funclet.host.grpc.transport.ListeningSocket;
import io.funclet.host.process.StopSignals;
import io.funclet.host.upgrade.UpgradedRuntime;
import io.funclet.host.web.WebServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The parts of a process that an upgrade uses. Other starts load no class for it.
 *
 * @param tenants the sockets of tenants; {@code null} without tenants
 * @param web {@code null} if there is none, as its socket
 */
record UpgradeParts(
        GrpcServer grpc,
        ListeningSocket socket,
        Map<String, ListeningSocket> tenants,
        WebServer web,
        ListeningSocket webSocket,
        Router router,
        Path directory)
        implements UpgradedRuntime {

    /** As long as a stop waits for calls. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    @Override
    public List<NamedSocket> listening() {
        List<NamedSocket> listening = new ArrayList<>();
        listening.add(new NamedSocket(Binding.GRPC, socket));
        if (web != null) {
            listening.add(new NamedSocket(WebView.HTTP, webSocket));
        }
        if (tenants != null) {
            tenants.forEach((tenant, own) -> listening.add(new NamedSocket(TenantSockets.name(tenant), own)));
        }
        return listening;
    }

    private void ofTenants(Consumer<ListeningSocket> action) {
        if (tenants != null) {
            tenants.values().forEach(action);
        }
    }

    @Override
    public List<String> served() {
        return router.status().stream()
                .map(FunctionStatus::name)
                .filter(name -> router.serves(name).orElse(false))
                .toList();
    }

    @Override
    public Optional<Boolean> serves(String function) {
        return router.serves(function);
    }

    @Override
    public void accept() {
        socket.resume();
        ofTenants(ListeningSocket::resume);
        if (web != null) {
            web.moveConnections(false);
            webSocket.resume();
        }
    }

    @Override
    public void moveClients() {
        socket.pause();
        ofTenants(ListeningSocket::pause);
        grpc.moveConnections();
        if (web != null) {
            webSocket.pause();
            web.moveConnections(true);
        }
    }

    @Override
    public void awaitClientsGone() {
        grpc.awaitConnectionsEnded(LONGEST_WAIT);
    }

    @Override
    public void stop(String reason) {
        StopSignals.stop(reason);
    }
}
