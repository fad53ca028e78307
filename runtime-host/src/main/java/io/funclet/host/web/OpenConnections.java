package io.funclet.host.web;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The connections that are open. One too many takes the place of the oldest that has never asked for anything, or else of
 * the one that has asked for nothing for the longest time: connections without a use keep no client out. Of one event loop.
 */
final class OpenConnections {

    private final int most;

    private final Set<Channel> silent = new LinkedHashSet<>();

    /** The one that asked last is the last one. */
    private final Set<Channel> asking = new LinkedHashSet<>();

    OpenConnections(int most) {
        this.most = most;
    }

    void add(Channel connection) {
        if (silent.size() + asking.size() >= most) {
            Iterator<Channel> oldest = (silent.isEmpty() ? asking : silent).iterator();
            Channel idle = oldest.next();
            oldest.remove();
            idle.close();
        }
        silent.add(connection);
        connection.closeFuture().addListener(ended -> {
            silent.remove(connection);
            asking.remove(connection);
        });
    }

    void asked(Channel connection) {
        if (silent.remove(connection) || asking.remove(connection)) {
            asking.add(connection);
        }
    }

    /** Closes all. Any thread. */
    void close(EventLoop loop) {
        loop.execute(() -> {
            List.copyOf(silent).forEach(Channel::close);
            List.copyOf(asking).forEach(Channel::close);
        });
    }
}
