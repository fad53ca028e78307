package io.funclet.host.grpc.transport;

import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelPipeline;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Error;
import java.nio.charset.StandardCharsets;

/**
 * Tells the client of a connection that closes which calls were accepted. The client sends the others again elsewhere,
 * without an error (RFC 9113, section 6.8).
 */
public final class GoAwayFrame {

    private GoAwayFrame() {}

    /** Sends the frame if HTTP/2 is established. Does not wait or close. On the event loop. */
    public static void send(ChannelPipeline pipeline, Http2Error error, String reason) {
        ChannelHandlerContext http = pipeline.context(Http2ConnectionHandler.class);
        if (http != null) {
            Http2ConnectionHandler handler = (Http2ConnectionHandler) http.handler();
            handler.goAway(
                    http,
                    handler.connection().remote().lastStreamCreated(),
                    error.code(),
                    Unpooled.copiedBuffer(reason, StandardCharsets.US_ASCII),
                    http.newPromise());
            http.flush();
        }
    }
}
