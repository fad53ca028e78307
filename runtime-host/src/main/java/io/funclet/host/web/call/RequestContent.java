package io.funclet.host.web.call;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The content of a request, which grows as it arrives: a client may announce more than it sends. */
final class RequestContent {

    private static final int LEAST_BYTES = 512;

    /** The most bytes that it may have. */
    private final int most;

    private byte[] bytes = new byte[0];
    private int size;

    RequestContent(int most) {
        this.most = most;
    }

    /** By how many bytes its memory must grow for more content; -1 if it would be too large. */
    int growth(int more) {
        if (more > most - size) {
            return -1;
        }
        int needed = size + more;
        int doubled = (int) Math.min(most, Math.max(LEAST_BYTES, 2L * bytes.length));
        return needed <= bytes.length ? 0 : Math.max(needed, doubled) - bytes.length;
    }

    void grow(int growth) {
        bytes = Arrays.copyOf(bytes, bytes.length + growth);
    }

    void add(ByteBuf part) {
        int more = part.readableBytes();
        part.readBytes(bytes, size, more);
        size += more;
    }

    /** How much memory it takes. */
    int capacity() {
        return bytes.length;
    }

    ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes, 0, size).slice();
    }
}
