package io.funclet.host.grpc.limit;

import io.funclet.host.grpc.transport.RateLimitedLog;
import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.channel.ChannelDuplexHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelPipeline;
import io.grpc.netty.shaded.io.netty.channel.ChannelPromise;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Error;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslHandler;
import io.grpc.netty.shaded.io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection that sends too many frames for its calls and data: settings, ping acknowledgements, window updates,
 * late resets, priorities, tiny or padded data. Neither Netty nor gRPC limits these, and they keep the event loop busy.
 *
 * <p>Each frame costs one. A call earns the frames that a client usually sends around it; data earn by their bytes, in
 * either direction. Reads only frame headers (RFC 9113, section 4.1), and changes nothing. One for each connection.
 */
final class ControlFrameLimit extends ChannelDuplexHandler {

    /** The initial budget: far more than any client sends at its start. */
    private static final int MOST = 1000;

    /** The largest budget: a client that reads much sends as many window updates at once. */
    private static final int MOST_SAVED = 10 * MOST;

    private static final long REFILL_NANOS = TimeUnit.SECONDS.toNanos(10) / MOST;

    /** Headers, data, two windows, a ping, an acknowledgement, a priority, a reset, an end, and one more. */
    private static final int CALL_WORTH = 10;

    /** A data frame of this size earns what it costs. A smaller one costs more memory than it brings. */
    private static final int BYTES_WORTH_ONE = 256;

    private static final int PREFACE_BYTES = 24;
    private static final int HEAD_BYTES = 9;
    private static final int SETTING_BYTES = 6;
    private static final int MOST_PADDING = 256;

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int PADDED = 8;

    /** One for all connections. */
    private static final RateLimitedLog LOG = new RateLimitedLog(ControlFrameLimit.class);

    private final boolean tls;
    private final OutboundBufferLimit unread;

    /** How many bytes to skip until the next frame header. */
    private long skip = PREFACE_BYTES;

    private boolean watched;

    private final ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
    private int left = MOST;
    private int bytes;
    private int newestStream;
    private long refilled = System.nanoTime();

    ControlFrameLimit(boolean tls, OutboundBufferLimit unread) {
        this.tls = tls;
        this.unread = unread;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (tls) {
            moveBehindDecryption(context);
            context.pipeline().fireChannelRead(message);
            return;
        }
        if (!watched) {
            watch(context.pipeline());
        }
        if (message instanceof ByteBuf frames && !affords(frames, context)) {
            ReferenceCountUtil.release(message);
            end(context);
            return;
        }
        context.fireChannelRead(message);
    }

    /** Adds the other parts that a connection needs once it speaks HTTP/2. */
    private void watch(ChannelPipeline pipeline) {
        ChannelHandlerContext http = pipeline.context(Http2ConnectionHandler.class);
        if (http != null) {
            watched = true;
            Http2ConnectionHandler handler = (Http2ConnectionHandler) http.handler();
            handler.setCumulator(CompactCumulator.TIGHT);
            handler.connection().addListener(new EarlyResponseReset(http, handler));
            pipeline.addBefore(http.name(), null, unread.new Connection());
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf frames) {
            earn(frames.readableBytes());
        }
        context.write(message, promise);
    }

    private void end(ChannelHandlerContext context) {
        LOG.info("a connection of " + context.channel().remoteAddress()
                + " was ended: it sent too many frames that bring nothing");
        ConnectionLimit.sendGoAway(
                context.pipeline(), Http2Error.ENHANCE_YOUR_CALM, "too many frames that bring nothing");
        context.close();
    }

    /** gRPC adds decryption behind existing handlers, so this one moves behind it with the first bytes. */
    private void moveBehindDecryption(ChannelHandlerContext context) {
        ChannelPipeline pipeline = context.pipeline();
        ChannelHandlerContext decryption = pipeline.context(SslHandler.class);
        pipeline.addAfter(decryption.name(), null, new ControlFrameLimit(false, unread));
        pipeline.remove(this);
    }

    private boolean affords(ByteBuf frames, ChannelHandlerContext context) {
        int at = frames.readerIndex();
        int end = frames.writerIndex();
        while (at < end) {
            if (skip > 0) {
                long passed = Math.min(skip, end - at);
                skip -= passed;
                at += (int) passed;
                continue;
            }
            head.put(frames.getByte(at++));
            if (!head.hasRemaining()) {
                head.clear();
                int length = head.getInt(0) >>> 8;
                skip = length;
                count(head.get(3), length, head.get(4));
            }
        }
        return left >= 0 || refill(context);
    }

    private void count(int type, int length, int flags) {
        left--;
        switch (type) {
            case DATA -> earn((flags & PADDED) == 0 ? length : Math.max(0, length - MOST_PADDING));
            case HEADERS -> {
                int stream = head.getInt(5) & Integer.MAX_VALUE;
                if (stream > newestStream) {
                    newestStream = stream;
                    left = Math.min(MOST_SAVED, left + CALL_WORTH);
                }
            }
            case SETTINGS -> left -= length / SETTING_BYTES;
            default -> {}
        }
    }

    private void earn(int more) {
        bytes += more;
        left = Math.min(MOST_SAVED, left + bytes / BYTES_WORTH_ONE);
        bytes %= BYTES_WORTH_ONE;
    }

    /** Earns nothing if the client does not read: the replies to its frames stay in memory. */
    private boolean refill(ChannelHandlerContext context) {
        long now = System.nanoTime();
        long earned = context.channel().isWritable() ? (now - refilled) / REFILL_NANOS : 0;
        refilled = now;
        left = (int) Math.min(MOST, left + earned);
        return left >= 0;
    }
}
