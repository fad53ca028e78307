package io.funclet.host.web;

import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.SimpleChannelInboundHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.DuplexChannel;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpObject;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpRequest;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpUtil;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * One connection: one request after the other, each answered by the thread that makes answers. A client that takes its
 * time, to ask or to read, costs its connection and nobody's thread, and not for long.
 */
final class WebConnection extends SimpleChannelInboundHandler<HttpObject> {

    /** Collectors ask once a minute, or more often; those that ask more rarely connect anew. */
    private static final int IDLE_SECONDS = 75;

    /** For a request to become whole, and for its answer to be made and read. */
    private static final int REQUEST_SECONDS = 10;

    /** For a client that still sends to see its answer and the end. */
    private static final int LINGER_SECONDS = 2;

    private final StatusSite statusSite;
    private final Executor thread;
    private final OpenConnections connections;

    /** As all here of the event loop. */
    private Future<?> deadline;

    private boolean responding;

    /** No further request is answered: its client is to close the connection. */
    private boolean last;

    WebConnection(StatusSite statusSite, Executor thread, OpenConnections connections) {
        this.statusSite = statusSite;
        this.thread = thread;
        this.connections = connections;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        limit(context, REQUEST_SECONDS);
    }

    /** From now on, the connection has so much time until something else is expected. */
    private void limit(ChannelHandlerContext context, int seconds) {
        if (deadline != null) {
            deadline.cancel(false);
        }
        deadline = context.executor().schedule(() -> context.close(), seconds, TimeUnit.SECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
        // Of content, which no client is asked for, each part is dropped as it comes.
        if (!(part instanceof HttpRequest request)) {
            return;
        }
        if (responding) {
            // A client that asks again before the answer would have it kept for later, as often as it likes.
            last = true;
            return;
        }
        responding = true;
        connections.asked(context.channel());
        limit(context, REQUEST_SECONDS);
        // What comes behind content, or a request that is not understood, is none either.
        last = request.decoderResult().isFailure()
                || RequestTarget.hasContent(request)
                || !HttpUtil.isKeepAlive(request);
        try {
            thread.execute(() -> {
                WebResponse webResponse = statusSite.respond(request);
                context.executor().execute(() -> send(context, webResponse));
            });
        } catch (RejectedExecutionException busy) {
            send(context, WebResponse.busy());
        }
    }

    private void send(ChannelHandlerContext context, WebResponse webResponse) {
        last |= webResponse.endsConnection();
        context.writeAndFlush(webResponse.message(!last)).addListener(sent -> {
            if (!sent.isSuccess()) {
                context.close();
            } else if (last) {
                // An end at once would take the answer away from a client that still sends (RFC 9112, section 9.6).
                ((DuplexChannel) context.channel()).shutdownOutput();
                limit(context, LINGER_SECONDS);
            } else {
                responding = false;
                limit(context, IDLE_SECONDS);
            }
        });
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        deadline.cancel(false);
    }

    /** The client went away, or speaks no HTTP: there is nobody to be told. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        context.close();
    }
}
