package io.funclet.host.grpc.transport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.jdk.SocketDescriptors;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;

/**
 * The listening sockets that another process has made and passes on, as {@code sd_listen_fds(3)} says: systemd, or a
 * runtime that this one replaces. Loaded only in a process that has some. For the starting thread.
 */
final class InheritedSockets {

    private static final Logger LOG = Logger.getLogger(InheritedSockets.class.getName());

    private static final int FIRST_DESCRIPTOR = 3;

    private record Inherited(String name, InetSocketAddress address, ServerSocketChannel channel) {

        /** {@code 0.0.0.0} and {@code ::} are one: Java listens on both. */
        boolean isAt(InetSocketAddress wanted) {
            InetAddress host = address.getAddress();
            boolean sameHost = host.equals(wanted.getAddress())
                    || host.isAnyLocalAddress() && wanted.getAddress().isAnyLocalAddress();
            return sameHost && address.getPort() == wanted.getPort();
        }
    }

    /** {@code null} until it is needed. */
    @GuardedBy("InheritedSockets.class")
    private static InheritedSockets current;

    private final List<Inherited> unused = new ArrayList<>();

    private InheritedSockets() {}

    /** The sockets of this process. */
    static synchronized InheritedSockets current() throws IOException {
        if (current == null) {
            current = of(System.getenv());
        }
        return current;
    }

    private static InheritedSockets of(Map<String, String> environment) throws IOException {
        InheritedSockets sockets = new InheritedSockets();
        SocketDescriptors descriptors = SocketDescriptors.ofThisJava();
        int count = Integer.parseInt(environment.get("LISTEN_FDS"));
        String[] names = environment.getOrDefault("LISTEN_FDNAMES", "").split(":", -1);
        for (int i = 0; i < count; i++) {
            ServerSocketChannel channel = descriptors.channel(FIRST_DESCRIPTOR + i);
            sockets.unused.add(new Inherited(
                    i < names.length ? names[i] : "", (InetSocketAddress) channel.getLocalAddress(), channel));
        }
        return sockets;
    }

    /**
     * Takes the socket at this address, or, for port 0, the one of this name.
     *
     * @return {@code null} if there is none
     */
    ServerSocketChannel take(InetSocketAddress address, String name) {
        for (Iterator<Inherited> each = unused.iterator(); each.hasNext(); ) {
            Inherited inherited = each.next();
            if (inherited.isAt(address) || address.getPort() == 0 && inherited.name.equals(name)) {
                each.remove();
                return inherited.channel;
            }
        }
        return null;
    }

    /** Closes those that no configured address has taken. Logs them. */
    void closeUnused() throws IOException {
        for (Inherited inherited : unused) {
            inherited.channel.close();
            LOG.warning("the inherited socket " + inherited.address
                    + " is not used: the configuration has no such address");
        }
        unused.clear();
    }
}
