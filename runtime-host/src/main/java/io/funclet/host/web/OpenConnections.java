package io.funclet.host.web;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The open connections. A surplus connection replaces the oldest one without a request, or else the one that has been
 * idle for the longest time. Used by one event loop.
 */
final class OpenConnections {

    private final int most;

    private final Set<Channel> silent = new LinkedHashSet<>();

    /** The most recently used connection is last. */
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
