package io.funclet.host.grpc.limit;

import io.funclet.host.grpc.transport.ListeningSocket;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/** A channel on a bound socket. Counts and checks the connections it accepts. Used by its event loop. */
public final class AcceptingChannel extends NioServerSocketChannel {

    private static final Logger LOG = Logger.getLogger(AcceptingChannel.class.getName());

    /** After a failed accept: the shortage, mostly of files, lasts a while. Connections wait in the backlog. */
    private static final long PAUSE_SECONDS = 1;

    private final ListeningSocket socket;
    private final ConnectionLimit connections;
    private final OutboundBufferLimit unread;
    private final boolean tls;
    private boolean failed;

    public AcceptingChannel(
            ListeningSocket socket, ConnectionLimit connections, OutboundBufferLimit unread, boolean tls) {
        super(socket.channel());
        this.socket = socket;
        this.connections = connections;
        this.unread = unread;
        this.tls = tls;
    }

    @Override
    protected void doBind(SocketAddress address) {
        // The socket was bound before Netty was loaded.
    }

    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
        int before = accepted.size();
        try {
            super.doReadMessages(accepted);
        } catch (IOException failure) {
            if (!isOpen()) {
                throw failure;
            }
            pause(failure);
            return 0;
        }
        if (failed) {
            failed = false;
            LOG.info("connections are accepted again");
        }
        if (accepted.size() > before && accepted.get(before) instanceof Channel connection) {
            if (connections.admits(connection)) {
                connection.pipeline().addLast(new ControlFrameLimit(tls, unread));
            } else {
                accepted.remove(before);
            }
        }
        return accepted.size() - before;
    }

    /** Pauses, because the socket stays ready and would keep the event loop busy. */
    private void pause(IOException failure) {
        if (!failed) {
            failed = true;
            LOG.warning("no connection can be accepted; new ones wait: " + failure.getMessage());
        }
        config().setAutoRead(false);
        eventLoop().schedule(() -> config().setAutoRead(socket.accepts()), PAUSE_SECONDS, TimeUnit.SECONDS);
    }
}
