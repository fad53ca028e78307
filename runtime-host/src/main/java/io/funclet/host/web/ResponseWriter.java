package io.funclet.host.web;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.handler.codec.http.DefaultHttpContent;
import io.grpc.netty.shaded.io.netty.handler.codec.http.DefaultLastHttpContent;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpContent;
import java.util.function.Consumer;

/**
 * Writes a response in parts, each when the client has read the one before. Netty copies what it writes to memory
 * outside of the heap. Used by one event loop.
 */
final class ResponseWriter {

    private static final int PART_BYTES = 64 * 1024;

    private final ChannelHandlerContext context;
    private final ByteBuf rest;
    private final Consumer<Boolean> written;

    private ResponseWriter(ChannelHandlerContext context, ByteBuf rest, Consumer<Boolean> written) {
        this.context = context;
        this.rest = rest;
        this.written = written;
    }

    /**
     * Writes a response.
     *
     * @param more whether the connection stays open
     * @param written learns, once, whether all is written
     */
    static void write(ChannelHandlerContext context, WebResponse response, boolean more, Consumer<Boolean> written) {
        context.write(response.head(more));
        new ResponseWriter(context, response.body().retainedDuplicate(), written).next();
    }

    private void next() {
        boolean more = rest.readableBytes() > PART_BYTES;
        HttpContent part =
                more ? new DefaultHttpContent(rest.readRetainedSlice(PART_BYTES)) : new DefaultLastHttpContent(rest);
        context.writeAndFlush(part).addListener(sent -> {
            if (more && sent.isSuccess()) {
                next();
                return;
            }
            if (more) {
                rest.release();
            }
            written.accept(sent.isSuccess());
        });
    }
}
