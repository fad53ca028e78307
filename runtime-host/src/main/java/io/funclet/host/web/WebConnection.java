package io.funclet.host.web;

import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.SimpleChannelInboundHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.DuplexChannel;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpObject;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpRequest;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpResponseStatus;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpUtil;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * One connection with one request at a time. A thread shared by all makes the responses. A slow client costs only its
 * connection, and not for long.
 */
final class WebConnection extends SimpleChannelInboundHandler<HttpObject> {

    /** Collectors ask once a minute or more often; slower ones reconnect. */
    private static final int IDLE_SECONDS = 75;

    /** The time for a request to be complete, and for its response to be made and read. */
    private static final int REQUEST_SECONDS = 10;

    /** The time for a client that still sends to see its response and the end. */
    private static final int LINGER_SECONDS = 2;

    private final StatusSite statusSite;
    private final Executor thread;
    private final OpenConnections connections;

    /** Used by the event loop only, like all fields. */
    private Future<?> deadline;

    private boolean responding;

    /** No further request is handled: the client has to close the connection. */
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

    /** Sets the time until the next event. */
    private void limit(ChannelHandlerContext context, int seconds) {
        if (deadline != null) {
            deadline.cancel(false);
        }
        deadline = context.executor().schedule(() -> context.close(), seconds, TimeUnit.SECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
        // Request content is not needed, so each part is dropped.
        if (!(part instanceof HttpRequest request)) {
            return;
        }
        if (responding) {
            // Otherwise a client could queue any number of requests.
            last = true;
            return;
        }
        responding = true;
        connections.asked(context.channel());
        limit(context, REQUEST_SECONDS);
        // After content or a malformed request, the next bytes may not be a request.
        last = request.decoderResult().isFailure()
                || RequestTarget.hasContent(request)
                || !HttpUtil.isKeepAlive(request);
        try {
            thread.execute(() -> {
                WebResponse webResponse = statusSite.respond(request);
                context.executor().execute(() -> send(context, webResponse));
            });
        } catch (RejectedExecutionException busy) {
            send(context, WebResponse.rejection(HttpResponseStatus.SERVICE_UNAVAILABLE, "too many requests at once"));
        }
    }

    private void send(ChannelHandlerContext context, WebResponse webResponse) {
        last |= webResponse.endsConnection();
        context.writeAndFlush(webResponse.message(!last)).addListener(sent -> {
            if (!sent.isSuccess()) {
                context.close();
            } else if (last) {
                // Closing at once would lose the response for a client that still sends (RFC 9112, section 9.6).
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

    /** The client has disconnected, or does not speak HTTP: there is no one to notify. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        context.close();
    }
}
