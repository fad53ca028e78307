package io.funclet.host.web;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The connections that are open. One too many takes the place of the one that has asked for nothing for the longest time:
 * whoever keeps connections without a use keeps nobody out. Of one event loop.
 */
final class OpenConnections {

    private final int most;

    /** The one that asked last is the last one. */
    private final Set<Channel> channels = new LinkedHashSet<>();

    OpenConnections(int most) {
        this.most = most;
    }

    void add(Channel connection) {
        if (channels.size() >= most) {
            Iterator<Channel> oldest = channels.iterator();
            Channel idle = oldest.next();
            oldest.remove();
            idle.close();
        }
        channels.add(connection);
        connection.closeFuture().addListener(ended -> channels.remove(connection));
    }

    void asked(Channel connection) {
        if (channels.remove(connection)) {
            channels.add(connection);
        }
    }

    /** Closes all. Any thread. */
    void close(EventLoop loop) {
        loop.execute(() -> List.copyOf(channels).forEach(Channel::close));
    }
}
