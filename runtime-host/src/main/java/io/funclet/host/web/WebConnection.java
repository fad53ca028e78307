package io.funclet.host.web;

import io.funclet.host.log.FailedCallback;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.SimpleChannelInboundHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.DuplexChannel;
import io.grpc.netty.shaded.io.netty.handler.codec.CodecException;
import io.grpc.netty.shaded.io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpContent;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpObject;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpRequest;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpResponseStatus;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpUtil;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpVersion;
import io.grpc.netty.shaded.io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Logger;

/**
 * One connection with one request at a time. A thread shared by all makes the responses of the status site. A slow
 * client costs only its connection, and not for long.
 */
final class WebConnection extends SimpleChannelInboundHandler<HttpObject> {

    private static final Logger LOG = Logger.getLogger(WebConnection.class.getName());

    /** Collectors ask once a minute or more often; slower ones reconnect. */
    private static final int IDLE_SECONDS = 75;

    /** The time for a request to be complete, and for its response to be made and read. */
    private static final int REQUEST_SECONDS = 10;

    /** The time for a client that still sends to see its response and the end. */
    private static final int LINGER_SECONDS = 2;

    private final StatusSite statusSite;

    /** {@code null} without calls by HTTP. */
    private final CallSite callSite;

    /** For the content of a call to arrive, and for its response to be read. */
    private final long callNanos;

    private final Executor thread;
    private final OpenConnections connections;

    /** Used by the event loop only, like all fields. */
    private ChannelHandlerContext context;

    private ConnectionDeadline deadline;

    private boolean responding;

    /** Whether a call's response may be as slow as calls are. */
    private boolean slow;

    /** The call whose response has not been sent; {@code null} if there is none. */
    private Exchange exchange;

    /** Whether the content of that call has not arrived as a whole. */
    private boolean receiving;

    /** Run when the response is sent, or never will be. */
    private Runnable onSent = () -> {};

    /** No further request is handled: the client has to close the connection. */
    private boolean last;

    WebConnection(
            StatusSite statusSite, CallSite callSite, long callNanos, Executor thread, OpenConnections connections) {
        this.statusSite = statusSite;
        this.callSite = callSite;
        this.callNanos = callNanos;
        this.thread = thread;
        this.connections = connections;
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        context = active;
        deadline = new ConnectionDeadline(active);
        deadline.set(REQUEST_SECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext reading, HttpObject part) {
        if (part instanceof HttpRequest request) {
            if (responding) {
                // Otherwise a client could queue any number of requests.
                last = true;
                return;
            }
            begin(request);
        }
        // Content that nothing needs is dropped.
        if (receiving && part instanceof HttpContent content) {
            receiving = !(part instanceof LastHttpContent);
            exchange.receive(content);
        }
    }

    private void begin(HttpRequest request) {
        responding = true;
        connections.asked(context.channel());
        last = request.decoderResult().isFailure() || !HttpUtil.isKeepAlive(request);
        slow = callSite != null && callSite.handles(request);
        if (slow) {
            beginCall(request);
            return;
        }
        deadline.set(REQUEST_SECONDS);
        // After content or a malformed request, the next bytes may not be a request.
        last = last || RequestTarget.hasContent(request);
        try {
            thread.execute(() -> {
                WebResponse webResponse = statusSite.respond(request);
                context.executor().execute(() -> send(webResponse));
            });
        } catch (RejectedExecutionException busy) {
            send(WebResponse.rejection(HttpResponseStatus.SERVICE_UNAVAILABLE, "too many requests at once"));
        }
    }

    private void beginCall(HttpRequest request) {
        Response response = new Response();
        exchange = callSite.begin(request, response);
        if (response.early != null) {
            exchange = null;
            last = last || RequestTarget.hasContent(request);
            send(response.early);
        } else {
            receiving = true;
            deadline.set(callNanos, exchange::late);
        }
    }

    private void send(WebResponse webResponse) {
        last |= webResponse.endsConnection() || connections.moves();
        if (slow) {
            deadline.set(callNanos, context::close);
        }
        ResponseWriter.write(context, webResponse, !last, this::written);
    }

    private void written(boolean all) {
        onSent.run();
        onSent = () -> {};
        if (!all) {
            context.close();
        } else if (last) {
            // Closing at once would lose the response for a client that still sends (RFC 9112, section 9.6).
            ((DuplexChannel) context.channel()).shutdownOutput();
            deadline.set(LINGER_SECONDS);
        } else {
            responding = false;
            deadline.set(IDLE_SECONDS);
        }
    }

    /** Closes the connection, after the response if one is on its way. */
    void end() {
        last = true;
        if (!responding) {
            context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        deadline.cancel();
        if (exchange != null) {
            exchange.abandon();
        }
    }

    /** The client has disconnected, or does not speak TLS or HTTP: there is no one to notify. All else is a defect. */
    @Override
    public void exceptionCaught(ChannelHandlerContext failed, Throwable failure) {
        if (!(failure instanceof IOException || failure instanceof CodecException)) {
            FailedCallback.log(LOG, "a request of " + failed.channel().remoteAddress(), failure);
        }
        failed.close();
    }

    private final class Response implements ResponseChannel {

        /** A response that came before the request was followed. */
        private WebResponse early;

        private boolean known;

        @Override
        public Channel channel() {
            return context.channel();
        }

        @Override
        public void proceed() {
            context.writeAndFlush(new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
        }

        @Override
        public void calling() {
            deadline.cancel();
            connections.called(context.channel());
        }

        @Override
        public void respond(WebResponse webResponse, Runnable sent) {
            try {
                if (context.executor().inEventLoop()) {
                    finish(webResponse, sent);
                } else {
                    context.executor().execute(() -> finish(webResponse, sent));
                }
            } catch (RejectedExecutionException stopped) {
                sent.run();
            }
        }

        private void finish(WebResponse webResponse, Runnable sent) {
            if (known) {
                return;
            }
            known = true;
            onSent = sent;
            if (exchange == null) {
                early = webResponse;
                return;
            }
            exchange = null;
            last |= receiving;
            receiving = false;
            connections.asked(context.channel());
            send(webResponse);
        }
    }
}
