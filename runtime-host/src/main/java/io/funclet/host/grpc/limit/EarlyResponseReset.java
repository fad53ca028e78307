package io.funclet.host.grpc.limit;

import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Error;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Stream;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Stream.State;

/**
 * Counts open streams, and resets those that got a response before their request was complete (RFC 9113, section 8.1),
 * which gRPC leaves open. Used by the event loop.
 */
final class EarlyResponseReset extends Http2ConnectionAdapter {

    private final ChannelHandlerContext context;
    private final Http2ConnectionHandler handler;
    private final ConnectionUsage use;

    EarlyResponseReset(ChannelHandlerContext context, Http2ConnectionHandler handler) {
        this.context = context;
        this.handler = handler;
        this.use = ConnectionUsage.of(context.channel());
    }

    @Override
    public void onStreamActive(Http2Stream stream) {
        use.streams(1);
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
        use.streams(-1);
    }

    @Override
    public void onStreamHalfClosed(Http2Stream stream) {
        if (stream.state() == State.HALF_CLOSED_LOCAL) {
            // Later, because the write of the response is not finished.
            context.executor().execute(() -> reset(stream));
        }
    }

    private void reset(Http2Stream stream) {
        // The request may have ended meanwhile.
        if (stream.state() == State.HALF_CLOSED_LOCAL) {
            handler.resetStream(context, stream.id(), Http2Error.NO_ERROR.code(), context.newPromise());
            context.flush();
        }
    }
}
