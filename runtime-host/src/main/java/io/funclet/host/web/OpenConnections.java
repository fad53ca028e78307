package io.funclet.host.web;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import io.grpc.netty.shaded.io.netty.util.concurrent.Promise;
import io.grpc.netty.shaded.io.netty.util.concurrent.PromiseCombiner;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The open connections. A surplus connection replaces the oldest one without a request, or else the one that has been
 * idle for the longest time, but none whose call runs. Used by one event loop.
 */
final class OpenConnections {

    private final int most;

    private final Set<Channel> silent = new LinkedHashSet<>();

    /** The most recently used connection is last. */
    private final Set<Channel> asking = new LinkedHashSet<>();

    private final Set<Channel> calling = new HashSet<>();

    private boolean moving;

    OpenConnections(int most) {
        this.most = most;
    }

    /** Returns whether the connection may stay. */
    boolean add(Channel connection) {
        if (silent.size() + asking.size() + calling.size() >= most && !makeRoom()) {
            return false;
        }
        silent.add(connection);
        connection.closeFuture().addListener(ended -> remove(connection));
        return true;
    }

    /** Sets whether each connection ends after its next response. */
    void move(boolean all) {
        moving = all;
    }

    boolean moves() {
        return moving;
    }

    private boolean makeRoom() {
        Set<Channel> first = silent.isEmpty() ? asking : silent;
        if (first.isEmpty()) {
            return false;
        }
        Channel oldest = first.iterator().next();
        first.remove(oldest);
        oldest.close();
        return true;
    }

    /** Each connection is in one set. */
    private boolean remove(Channel connection) {
        return silent.remove(connection) || asking.remove(connection) || calling.remove(connection);
    }

    /** A connection has sent a request, or got its response. */
    void asked(Channel connection) {
        if (remove(connection)) {
            asking.add(connection);
        }
    }

    /** A call of a connection has begun. */
    void called(Channel connection) {
        if (remove(connection)) {
            calling.add(connection);
        }
    }

    /**
     * Ends all, and closes those that have not ended by then after this time. Any other thread.
     *
     * @param end lets a connection end after the response that it may still get
     */
    void close(EventLoop loop, long patienceMillis, Consumer<Channel> end) {
        Promise<Void> closed = loop.newPromise();
        loop.execute(() -> {
            PromiseCombiner all = new PromiseCombiner(loop);
            Set<Channel> open = new HashSet<>(silent);
            open.addAll(asking);
            open.addAll(calling);
            open.forEach(connection -> {
                all.add(connection.closeFuture());
                end.accept(connection);
            });
            all.finish(closed);
            loop.schedule(() -> open.forEach(Channel::close), patienceMillis, TimeUnit.MILLISECONDS);
        });
        closed.awaitUninterruptibly(2 * patienceMillis);
    }
}
