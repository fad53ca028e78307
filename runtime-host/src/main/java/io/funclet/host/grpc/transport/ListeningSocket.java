package io.funclet.host.grpc.transport;

import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.source.FuncletVariable;
import io.funclet.host.grpc.GrpcServer;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import java.io.IOException;
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

    /** Accepts the connections of this socket; {@code null} until a server has started. */
    private volatile Channel server;

    private volatile boolean paused;

    private ListeningSocket(ServerSocketChannel channel) {
        this.channel = channel;
    }

    /**
     * Binds the address, or takes the socket at this address that the process has inherited. Connections wait in the backlog
     * until a {@link GrpcServer} accepts them.
     *
     * @param name the {@code FileDescriptorName} of an inherited socket for port 0
     * @throws IOException if it cannot be bound; the message names the address and the reason, in one line
     */
    public static ListeningSocket bind(ListenAddress address, String name) throws IOException {
        ServerSocketChannel channel = null;
        try {
            InetSocketAddress resolved = address.host().isEmpty()
                    ? new InetSocketAddress(address.port())
                    : new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
            if (inherits()) {
                channel = InheritedSockets.current().take(resolved, name);
            }
            if (channel == null) {
                channel = ServerSocketChannel.open();
                channel.bind(resolved, BACKLOG);
            }
            channel.configureBlocking(false);
            ListeningSocket socket = new ListeningSocket(channel);
            socket.paused = replaces();
            return socket;
        } catch (IOException e) {
            if (channel != null) {
                channel.close();
            }
            throw new IOException("cannot listen on " + address + ": " + reason(address, e), e);
        }
    }

    private static String reason(ListenAddress address, IOException failure) {
        if (failure instanceof UnknownHostException) {
            return "unknown host " + address.host();
        }
        String message = String.valueOf(failure.getMessage());
        return message
                + switch (message) {
                    case "Permission denied" ->
                        address.port() < FIRST_FREE_PORT
                                ? "; it takes the capability NET_BIND_SERVICE, or a smaller net.ipv4.ip_unprivileged_port_start"
                                : "";
                    case "Address already in use" -> "; end the process that listens there, or choose another address";
                    default -> "";
                };
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

    /**
     * Whether this process was started to replace another one, whose sockets it has inherited. Then all sockets are paused at
     * first.
     */
    public static boolean replaces() {
        return inherits() && System.getenv(FuncletVariable.PREDECESSOR.toString()) != null;
    }

    /** Not those that functions start: they have the environment of this process. */
    private static boolean inherits() {
        String process = System.getenv("LISTEN_PID");
        return process != null
                && process.equals(Long.toString(ProcessHandle.current().pid()));
    }

    /** Closes the inherited sockets that no address has taken, and warns of them. */
    public static void closeUnused() throws IOException {
        if (inherits()) {
            InheritedSockets.current().closeUnused();
        }
    }

    /** Has a server accept the connections, unless this is paused. Before the server is registered. */
    public <T extends Channel> T acceptBy(T accepting) {
        server = accepting;
        if (paused) {
            accepting.config().setAutoRead(false);
        }
        return accepting;
    }

    /** Whether connections are accepted, once there is a server. */
    public boolean accepts() {
        return !paused;
    }

    /** Leaves connections in the backlog from now on, for this or another process. Not on an event loop. */
    public void pause() {
        paused = true;
        apply();
    }

    /** Accepts connections again. Not on an event loop. */
    public void resume() {
        paused = false;
        apply();
    }

    /** On the event loop: when this returns, no connection is being accepted. */
    private void apply() {
        Channel accepting = server;
        if (accepting != null && accepting.isRegistered()) {
            accepting
                    .eventLoop()
                    .submit(() -> accepting.config().setAutoRead(!paused))
                    .awaitUninterruptibly();
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
