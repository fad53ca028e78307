package io.funclet.host.grpc;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.channel.ChannelPipeline;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslHandler;
import io.grpc.netty.shaded.io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/**
 * Ends a connection whose client sends frames that make work and bring nothing: settings, empty data, priorities,
 * fragments of headers, frames of unknown types. Netty bounds only what such frames leave behind, gRPC only resets and
 * pings; these could keep the event loop busy, which all connections share.
 *
 * <p>Looks at the heads of frames as they pass (RFC 9113, section 4.1), and changes nothing. One a connection.
 */
final class FrameBudget extends ChannelInboundHandlerAdapter {

    /** What a connection may send at once: far more than any client sends at its start. */
    static final int MOST = 1000;

    private static final long REFILL_NANOS = TimeUnit.SECONDS.toNanos(10) / MOST;

    private static final int PREFACE_BYTES = 24;
    private static final int HEAD_BYTES = 9;

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int PRIORITY = 2;
    private static final int SETTINGS = 4;
    private static final int CONTINUATION = 9;
    private static final int END_STREAM = 1;

    private final boolean tls;
    private final RareLine line;
    private final UnreadAnswers unread;

    /** How many bytes are to be passed over until the next head. */
    private long skip = PREFACE_BYTES;

    private boolean watched;

    private final byte[] head = new byte[HEAD_BYTES];
    private int headLength;
    private int left = MOST;
    private long refilled = System.nanoTime();

    FrameBudget(boolean tls, RareLine line, UnreadAnswers unread) {
        this.tls = tls;
        this.line = line;
        this.unread = unread;
    }

    static RareLine line() {
        return new RareLine(Logger.getLogger(FrameBudget.class.getName()));
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
            watched = AnsweredStreams.watch(pipeline) && TightCumulator.use(pipeline) && unread.watch(pipeline);
        }
        if (message instanceof ByteBuf bytes && !affords(bytes)) {
            line.say("a connection of " + context.channel().remoteAddress()
                    + " was ended: it sent too many frames that bring nothing");
            ReferenceCountUtil.release(message);
            context.close();
            return;
        }
        context.fireChannelRead(message);
    }

    /** gRPC puts decryption behind whatever is there already; it is there when the first bytes are. */
    private void moveBehindDecryption(ChannelHandlerContext context) {
        ChannelPipeline pipeline = context.pipeline();
        ChannelHandlerContext decryption = pipeline.context(SslHandler.class);
        pipeline.addAfter(decryption.name(), null, new FrameBudget(false, line, unread));
        pipeline.remove(this);
    }

    private boolean affords(ByteBuf bytes) {
        int at = bytes.readerIndex();
        int end = bytes.writerIndex();
        while (at < end) {
            if (skip > 0) {
                long passed = Math.min(skip, end - at);
                skip -= passed;
                at += (int) passed;
                continue;
            }
            head[headLength++] = bytes.getByte(at++);
            if (headLength == HEAD_BYTES) {
                headLength = 0;
                int length = (head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | head[2] & 0xff;
                skip = length;
                count(head[3], length, head[4]);
            }
        }
        return left >= 0 || refill();
    }

    private void count(int type, int length, int flags) {
        boolean idle = switch (type) {
            case DATA -> length == 0 && (flags & END_STREAM) == 0;
            case PRIORITY, SETTINGS, CONTINUATION -> true;
            default -> type > CONTINUATION || type < 0;
        };
        if (idle) {
            left--;
        } else if (type == HEADERS && left < MOST) {
            // A call entitles to one more: some clients send a priority with each.
            left++;
        }
    }

    private boolean refill() {
        long now = System.nanoTime();
        long earned = (now - refilled) / REFILL_NANOS;
        refilled = now;
        left = (int) Math.min(MOST, left + earned);
        return left >= 0;
    }
}
