package io.funclet.host.control;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Serves the control service on a Unix domain socket, by the callers' event loop. */
public final class ControlServer implements AutoCloseable, Runnable {

    /** Requests of operators are short. */
    private static final int MOST_BYTES = 64 * 1024;

    /** Concurrent calls of a connection; further ones wait at their client. */
    private static final int MOST_CALLS = 16;

    private static final int IDLE_SECONDS = 5;

    /** Two, so that a slow response does not delay others. */
    private static final int MOST_THREADS = 2;

    private static final Logger LOG = Logger.getLogger(ControlServer.class.getName());

    private final Path socket;

    /** {@code null} for none. */
    private final String group;

    private final EventLoopGroup eventLoops;
    private final ControlView runtime;
    private final ThreadPoolExecutor threads = threads();

    /** {@code null} before it serves. */
    @GuardedBy("this")
    private Server server;

    @GuardedBy("this")
    private SocketFile file;

    @GuardedBy("this")
    private Object identity;

    private ControlServer(Path socket, String group, EventLoopGroup eventLoops, ControlView runtime) {
        this.socket = socket;
        this.group = group;
        this.eventLoops = eventLoops;
        this.runtime = runtime;
    }

    /**
     * Serves.
     *
     * @param socket the path of the socket, whose directory exists; the file of an ended process is replaced
     * @param group of users who may ask beside that of the process; {@code null} for none
     * @param eventLoops those of the callers; closed after this
     * @throws IOException if the socket cannot be made; the message says why, in one line
     */
    public static ControlServer open(Path socket, String group, EventLoopGroup eventLoops, ControlView runtime)
            throws IOException {
        ControlServer control = later(socket, group, eventLoops, runtime);
        try {
            control.listen();
            return control;
        } catch (IOException | RuntimeException failure) {
            control.threads.shutdown();
            throw failure;
        }
    }

    /** As {@link #open}, but serves once another process has left the path, and {@link #run} sees that. */
    public static ControlServer later(Path socket, String group, EventLoopGroup eventLoops, ControlView runtime) {
        return new ControlServer(socket, group, eventLoops, runtime);
    }

    private synchronized void listen() throws IOException {
        SocketFile prepared = SocketFile.prepare(socket, group);
        Server started = null;
        try {
            started = server(prepared).start();
            prepared.reveal();
            identity = prepared.identity();
            file = prepared;
            server = started;
        } catch (IOException | RuntimeException failure) {
            if (started != null) {
                started.shutdownNow();
            }
            prepared.discard();
            throw failure;
        }
    }

    /** Recreates the socket's file if it was deleted. Any thread. */
    @Override
    public synchronized void run() {
        if (threads.isShutdown() || server != null && Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Server former = server;
        try {
            listen();
            if (former == null) {
                return;
            }
            // Running calls get their responses.
            former.shutdown();
            LOG.info("the control socket " + socket + " was deleted: it is made anew");
        } catch (IOException | RuntimeException notNow) {
            LOG.log(Level.FINE, "the control socket is gone", notNow);
        }
    }

    /** Not the event loop, which callers need: a response may take long. An idle service has no thread. */
    private static ThreadPoolExecutor threads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                MOST_THREADS, MOST_THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "control");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    private Server server(SocketFile prepared) {
        return NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(prepared.bound()))
                .channelFactory(NioServerDomainSocketChannel::new)
                // gRPC sets this option of TCP, of which such a socket warns at each connection.
                .withChildOption(ChannelOption.SO_KEEPALIVE, null)
                .bossEventLoopGroup(eventLoops)
                .workerEventLoopGroup(eventLoops)
                .executor(threads)
                .maxInboundMessageSize(MOST_BYTES)
                .maxConcurrentCallsPerConnection(MOST_CALLS)
                .fallbackHandlerRegistry(new LazyService(() -> new ControlService(runtime), runtime.probes()))
                .build();
    }

    /** Stops, and deletes the socket's file. Does not wait for running calls. */
    @Override
    public synchronized void close() throws IOException {
        threads.shutdownNow();
        if (server != null) {
            server.shutdownNow();
            file.remove(identity);
        }
    }
}
