package io.funclet.host.grpc.transport;

import io.funclet.host.config.ListenAddress;
import io.funclet.host.grpc.GrpcServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;

/**
 * A listening socket, bound before anything else is loaded: a manager connects at once, and a connection in the backlog
 * counts as established (contract, section 2).
 */
public final class ListeningSocket implements AutoCloseable {

    private static final int BACKLOG = 1024;

    /** Unless the system says otherwise. */
    private static final int FIRST_FREE_PORT = 1024;

    private static final String PROVIDER = "java.nio.channels.spi.SelectorProvider";

    static {
        nameProvider("sun.nio.ch.EPollSelectorProvider");
    }

    private final ServerSocketChannel channel;

    private ListeningSocket(ServerSocketChannel channel) {
        this.channel = channel;
    }

    /**
     * Binds the address. Connections wait in the backlog until a {@link GrpcServer} accepts them.
     *
     * @throws IOException if it cannot be bound; the message names the address and the reason, in one line
     */
    public static ListeningSocket bind(ListenAddress address) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            InetSocketAddress resolved = address.host().isEmpty()
                    ? new InetSocketAddress(address.port())
                    : new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
            channel.bind(resolved, BACKLOG);
            channel.configureBlocking(false);
            return new ListeningSocket(channel);
        } catch (IOException e) {
            channel.close();
            throw new IOException("cannot listen on " + address + ": " + reason(address, e), e);
        }
    }

    private static String reason(ListenAddress address, IOException failure) {
        if (failure instanceof UnknownHostException) {
            return "unknown host " + address.host();
        }
        boolean forbidden = failure instanceof BindException && "Permission denied".equals(failure.getMessage());
        return failure.getMessage()
                + (forbidden && address.port() < FIRST_FREE_PORT
                        ? "; it takes the capability NET_BIND_SERVICE, or a smaller net.ipv4.ip_unprivileged_port_start"
                        : "");
    }

    /**
     * Names Java's own provider on Linux. Without a name, Java looks for one in each jar of the class path, which takes 15 ms.
     * A name that is set stays. Does nothing where there is no such class.
     */
    private static void nameProvider(String usual) {
        try {
            if (System.getProperty(PROVIDER) == null) {
                System.setProperty(PROVIDER, Class.forName(usual).getName());
            }
        } catch (ClassNotFoundException notLinux) {
            // Java finds another one.
        }
    }

    /** The bound port, also if the system chose it. */
    public int port() {
        return channel.socket().getLocalPort();
    }

    /** A nonblocking channel, closed with this. */
    public ServerSocketChannel channel() {
        return channel;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
