package io.funclet.host.grpc.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.CompositeByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.embedded.EmbeddedChannel;
import io.grpc.netty.shaded.io.netty.handler.codec.ByteToMessageDecoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompactCumulatorTest {

    private static final int FRAME = 16393;
    private static final int FRAMES = 256;

    /** Keeps the frames, as gRPC does until a message is whole. */
    private static final class Keeping extends ByteToMessageDecoder {

        private final List<ByteBuf> kept = new ArrayList<>();

        Keeping() {
            setCumulator(CompactCumulator.TIGHT);
        }

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
            if (in.readableBytes() >= FRAME) {
                kept.add(in.readRetainedSlice(FRAME));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1460, 2048, 40000, 65536})
    void aMessage_isKeptInBuffersOfAboutItsSize(int read) {
        Keeping keeping = new Keeping();
        arrive(keeping, FRAMES * FRAME, read);

        Set<ByteBuf> buffers = identities();
        keeping.kept.forEach(frame -> addMemory(frame, buffers));
        int bytes = buffers.stream().mapToInt(ByteBuf::capacity).sum();
        assertEquals(FRAMES, keeping.kept.size());
        assertTrue(bytes <= 1.3 * FRAMES * FRAME, () -> bytes + " bytes for " + FRAMES * FRAME);
        keeping.kept.forEach(ByteBuf::release);
        buffers.forEach(buffer -> assertEquals(0, buffer.refCnt()));
    }

    @ParameterizedTest
    @ValueSource(ints = {20000, 40000, 65536})
    void framesOfLargeReads_areNotCopied(int read) {
        Keeping keeping = new Keeping();
        Set<ByteBuf> arrived = arrive(keeping, FRAMES * FRAME, read);

        Set<ByteBuf> buffers = identities();
        keeping.kept.forEach(frame -> addMemory(frame, buffers));
        buffers.removeAll(arrived);
        assertEquals(FRAMES, keeping.kept.size());
        // The last read is short.
        assertTrue(buffers.size() <= 1, () -> buffers.size() + " buffers are copies");
        keeping.kept.forEach(ByteBuf::release);
        arrived.forEach(buffer -> assertEquals(0, buffer.refCnt()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1460, 40000})
    void frames_areWhatWasSent(int read) {
        Keeping keeping = new Keeping();
        arrive(keeping, 5 * FRAME, read);

        int at = 0;
        for (ByteBuf frame : keeping.kept) {
            for (int i = 0; i < FRAME; i++) {
                assertEquals(byteAt(at++), frame.getByte(i));
            }
            frame.release();
        }
        assertEquals(5 * FRAME, at);
    }

    @Test
    void singleBytes_areNotCopiedOverAndOver() {
        ByteBuf rest = Unpooled.EMPTY_BUFFER;
        int moves = 0;
        for (int i = 0; i < FRAME - 1; i++) {
            ByteBuf next = Unpooled.buffer(1).writeByte(i);
            ByteBuf joined = CompactCumulator.TIGHT.cumulate(Unpooled.buffer().alloc(), rest, next);
            moves += joined == rest ? 0 : 1;
            rest = joined;
        }
        rest.release();

        assertTrue(moves < 25, "moved " + moves + " times");
    }

    private static Set<ByteBuf> identities() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    /** Adds the buffers that a part of them keeps. */
    private static void addMemory(ByteBuf part, Set<ByteBuf> buffers) {
        if (part instanceof CompositeByteBuf chain) {
            chain.forEach(component -> addMemory(component, buffers));
        } else if (part.unwrap() != null) {
            addMemory(part.unwrap(), buffers);
        } else {
            buffers.add(part);
        }
    }

    /** Returns the buffers that were read. */
    private static Set<ByteBuf> arrive(Keeping keeping, int total, int read) {
        Set<ByteBuf> arrived = identities();
        EmbeddedChannel channel = new EmbeddedChannel(keeping);
        for (int from = 0; from < total; from += read) {
            int length = Math.min(read, total - from);
            ByteBuf bytes = Unpooled.buffer(read);
            for (int i = 0; i < length; i++) {
                bytes.writeByte(byteAt(from + i));
            }
            arrived.add(bytes);
            channel.writeInbound(bytes);
        }
        channel.finishAndReleaseAll();
        return arrived;
    }

    private static byte byteAt(int position) {
        return (byte) (position * 31 + position / 251);
    }
}
