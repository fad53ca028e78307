package io.funclet.host.grpc.limit;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.ByteBufAllocator;
import io.grpc.netty.shaded.io.netty.handler.codec.ByteToMessageDecoder.Cumulator;

/**
 * Joins parts of a frame. Large reads stay where they are, and are chained: so no byte of a large message is copied between
 * the socket and the array of the message. Small ones go into a buffer of just their size: gRPC keeps these buffers until a
 * message is complete, and Netty by default rounds each up to a power of two. Stateless.
 */
final class CompactCumulator implements Cumulator {

    static final Cumulator TIGHT = new CompactCumulator();

    /** The largest frame of a client (RFC 9113, section 6.5.2). Up to this size, buffers double as they grow. */
    private static final int FRAME_BYTES = 16384;

    /** Beyond that, buffers grow by this much, so that small reads do not copy them each time. */
    private static final int STEP_BYTES = 2048;

    /** Reads from this size on are chained. Smaller ones would take more memory for the chain than they bring. */
    private static final int CHAINED_BYTES = FRAME_BYTES;

    @Override
    public ByteBuf cumulate(ByteBufAllocator allocator, ByteBuf rest, ByteBuf next) {
        if (!rest.isReadable() && next.isContiguous()) {
            rest.release();
            return next;
        }
        if (next.readableBytes() >= CHAINED_BYTES && next.readableBytes() >= next.capacity() / 2) {
            // Of the buffer before, this keeps what is left of it alone.
            return allocator
                    .compositeBuffer(Integer.MAX_VALUE)
                    .addFlattenedComponents(true, rest)
                    .addFlattenedComponents(true, next);
        }
        try {
            // Complete frames in it are used elsewhere, so it must not move.
            boolean shared = rest.refCnt() > 1 || rest.isReadOnly();
            if (!shared && next.readableBytes() <= rest.writableBytes()) {
                return rest.writeBytes(next);
            }
            int size = rest.readableBytes() + next.readableBytes();
            ByteBuf joined = allocator.buffer(shared ? size : grown(size));
            joined.writeBytes(rest).writeBytes(next);
            rest.release();
            return joined;
        } finally {
            next.release();
        }
    }

    private static int grown(int size) {
        return size <= FRAME_BYTES / 2 ? 2 * size : (size + STEP_BYTES) / STEP_BYTES * STEP_BYTES;
    }
}
