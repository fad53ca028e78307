package io.funclet.host.web;

import io.grpc.netty.shaded.io.netty.channel.ChannelFuture;
import io.grpc.netty.shaded.io.netty.channel.ChannelFutureListener;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.SimpleChannelInboundHandler;
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

    private final Site site;
    private final Executor thread;
    private final OpenConnections connections;

    /** As all here of the event loop. */
    private Future<?> deadline;

    private boolean answering;

    WebConnection(Site site, Executor thread, OpenConnections connections) {
        this.site = site;
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
        // Of a body, which nobody is asked for, each part is dropped as it comes.
        if (!(part instanceof HttpRequest request)) {
            return;
        }
        if (answering) {
            // Who asks again before the answer would have it kept for later, as often as it likes.
            context.close();
            return;
        }
        answering = true;
        connections.asked(context.channel());
        limit(context, REQUEST_SECONDS);
        boolean more = request.decoderResult().isSuccess() && HttpUtil.isKeepAlive(request);
        try {
            thread.execute(() -> {
                Reply reply = site.answer(request);
                context.executor().execute(() -> send(context, reply, more));
            });
        } catch (RejectedExecutionException busy) {
            send(context, Reply.busy(), false);
        }
    }

    private void send(ChannelHandlerContext context, Reply reply, boolean more) {
        ChannelFuture written = context.writeAndFlush(reply.message(more));
        if (!more) {
            written.addListener(ChannelFutureListener.CLOSE);
            return;
        }
        written.addListener(sent -> {
            if (sent.isSuccess()) {
                answering = false;
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
