package io.funclet.host.grpc;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;

/**
 * Counts connections, and refuses those beyond the limit by closing them at once: whoever is connected keeps being
 * served. Of the event loop that accepts; connections end on any.
 */
final class ConnectionCount {

    private final int most;
    private final RareLine line = new RareLine(Logger.getLogger(ConnectionCount.class.getName()));
    private final AtomicInteger open = new AtomicInteger();

    ConnectionCount(int most) {
        this.most = most;
    }

    /** Whether a new connection may stay; counts it until it ends. One that may not is closed. */
    boolean admits(Channel connection) {
        if (open.get() >= most) {
            line.say("a connection of " + connection.remoteAddress() + " was refused: there are " + most
                    + ", as many as FUNCLET_MAX_CONNECTIONS allows");
            // Not registered with an event loop yet: only its socket is to be closed.
            connection.unsafe().closeForcibly();
            return false;
        }
        open.incrementAndGet();
        connection.closeFuture().addListener(ended -> open.decrementAndGet());
        return true;
    }
}
