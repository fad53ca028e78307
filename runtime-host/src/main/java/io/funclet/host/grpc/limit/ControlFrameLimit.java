package io.funclet.host.grpc.limit;

import io.funclet.host.grpc.transport.GoAwayFrame;
import io.funclet.host.grpc.transport.RateLimitedLog;
import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.channel.ChannelDuplexHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelPipeline;
import io.grpc.netty.shaded.io.netty.channel.ChannelPromise;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Error;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslHandler;
import io.grpc.netty.shaded.io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/**
 * Ends a connection whose client sends more frames than its calls and their data are worth: settings, acknowledgements of
 * pings that were not sent, updates of windows, resets of streams that have ended, priorities, tiny or padded data. Netty
 * bounds only what such frames leave behind, gRPC only resets of calls and pings; these could keep the event loop busy,
 * which all connections share.
 *
 * <p>Each frame costs one. A call earns what a client sends around it, and data earn by their bytes, in either direction:
 * a client updates its windows for what it is sent, and acknowledges the pings that measure what it sends. Looks at the
 * heads of frames as they pass (RFC 9113, section 4.1), and changes nothing. One a connection.
 */
public final class ControlFrameLimit extends ChannelDuplexHandler {

    /** What a connection may send at once: far more than any client sends at its start. */
    public static final int MOST = 1000;

    /** What it may save up: the windows of a client that reads much are updated by as many frames at once. */
    private static final int MOST_SAVED = 10 * MOST;

    private static final long REFILL_NANOS = TimeUnit.SECONDS.toNanos(10) / MOST;

    /** Headers and data, two windows, a ping, an acknowledgement, a priority and a reset; a frame for the end; one more. */
    private static final int CALL_WORTH = 10;

    /** Of so many bytes, a frame of data costs what it earns: a smaller one costs more memory than it brings. */
    private static final int BYTES_WORTH_ONE = 256;

    private static final int PREFACE_BYTES = 24;
    private static final int HEAD_BYTES = 9;
    private static final int SETTING_BYTES = 6;
    private static final int MOST_PADDING = 256;

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int PADDED = 8;

    private final boolean tls;
    private final RateLimitedLog line;
    private final OutboundBufferLimit unread;

    /** How many bytes are to be passed over until the next head. */
    private long skip = PREFACE_BYTES;

    private boolean watched;

    private final byte[] head = new byte[HEAD_BYTES];
    private int headLength;
    private int left = MOST;
    private int bytes;
    private int newestStream;
    private long refilled = System.nanoTime();

    public ControlFrameLimit(boolean tls, RateLimitedLog line, OutboundBufferLimit unread) {
        this.tls = tls;
        this.line = line;
        this.unread = unread;
    }

    public static RateLimitedLog line() {
        return new RateLimitedLog(Logger.getLogger(ControlFrameLimit.class.getName()));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (tls) {
            moveBehindDecryption(context);
            context.pipeline().fireChannelRead(message);
            return;
        }
        if (!watched) {
            ChannelPipeline pipeline = context.pipeline();
            watched = EarlyResponseReset.watch(pipeline) && CompactCumulator.use(pipeline) && unread.watch(pipeline);
        }
        if (message instanceof ByteBuf frames && !affords(frames, context)) {
            ReferenceCountUtil.release(message);
            end(context);
            return;
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf frames) {
            earn(frames.readableBytes());
        }
        context.write(message, promise);
    }

    /** Without waiting for a client to read why, or for what it has asked. */
    private void end(ChannelHandlerContext context) {
        line.say("a connection of " + context.channel().remoteAddress()
                + " was ended: it sent too many frames that bring nothing");
        GoAwayFrame.say(context.pipeline(), Http2Error.ENHANCE_YOUR_CALM, "too many frames that bring nothing");
        context.close();
    }

    /** gRPC puts decryption behind whatever is there already; it is there when the first bytes are. */
    private void moveBehindDecryption(ChannelHandlerContext context) {
        ChannelPipeline pipeline = context.pipeline();
        ChannelHandlerContext decryption = pipeline.context(SslHandler.class);
        pipeline.addAfter(decryption.name(), null, new ControlFrameLimit(false, line, unread));
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
            head[headLength++] = frames.getByte(at++);
            if (headLength == HEAD_BYTES) {
                headLength = 0;
                int length = (head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | head[2] & 0xff;
                skip = length;
                count(head[3], length, head[4]);
            }
        }
        return left >= 0 || refill(context);
    }

    private void count(int type, int length, int flags) {
        left--;
        switch (type) {
            case DATA -> earn((flags & PADDED) == 0 ? length : Math.max(0, length - MOST_PADDING));
            case HEADERS -> {
                int stream = (head[5] & 0x7f) << 24 | (head[6] & 0xff) << 16 | (head[7] & 0xff) << 8 | head[8] & 0xff;
                if (stream > newestStream) {
                    newestStream = stream;
                    left = Math.min(MOST_SAVED, left + CALL_WORTH);
                }
            }
            case SETTINGS -> left -= length / SETTING_BYTES;
            default -> {
                // Costs no more than the frame.
            }
        }
    }

    private void earn(int more) {
        bytes += more;
        left = Math.min(MOST_SAVED, left + bytes / BYTES_WORTH_ONE);
        bytes %= BYTES_WORTH_ONE;
    }

    /** Nothing for a client that does not read: what answers its frames is kept for it. */
    private boolean refill(ChannelHandlerContext context) {
        long now = System.nanoTime();
        long earned = context.channel().isWritable() ? (now - refilled) / REFILL_NANOS : 0;
        refilled = now;
        left = (int) Math.min(MOST, left + earned);
        return left >= 0;
    }
}
