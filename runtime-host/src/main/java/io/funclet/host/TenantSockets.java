package io.funclet.host;

import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.TenantConfig;
import io.funclet.host.grpc.transport.ListeningSocket;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Logger;

/** Binds the addresses of tenants. Loaded only where there are tenants. */
final class TenantSockets {

    private static final Logger LOG = Logger.getLogger(TenantSockets.class.getName());

    private TenantSockets() {}

    /** What the socket of a tenant is called where a process inherits it. */
    static String name(String tenant) {
        return "tenant-" + tenant;
    }

    /**
     * Binds those that have an address of their own.
     *
     * @param started receives what is to be closed
     * @return by tenant
     * @throws IOException if one cannot be bound; the message names the address and the reason, in one line
     */
    static Map<String, ListeningSocket> bind(List<TenantConfig> tenants, Consumer<AutoCloseable> started)
            throws IOException {
        Map<String, ListeningSocket> sockets = new LinkedHashMap<>();
        for (TenantConfig tenant : tenants) {
            if (tenant.address().isPresent()) {
                ListenAddress address = tenant.address().get();
                ListeningSocket socket = ListeningSocket.bind(address, name(tenant.name()));
                started.accept(socket);
                sockets.put(tenant.name(), socket);
                LOG.info("tenant " + tenant.name() + " listens on " + new ListenAddress(address.host(), socket.port()));
            }
        }
        return sockets;
    }
}
