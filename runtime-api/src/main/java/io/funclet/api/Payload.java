package io.funclet.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Immutable bytes: the event or the response of a function.
 *
 * <p>A payload refers to a range of an array or of a buffer, without copying it. Its creator must not
 * change the bytes afterwards. Thread-safe.
 *
 * @since 1.0
 */
public final class Payload {

    private static final int CHUNK_BYTES = 8192;

    private static final Payload EMPTY = new Payload(ByteBuffer.allocate(0));

    /** From position 0 to its limit, which never move; leaves this class only as a read-only view. */
    private final ByteBuffer bytes;

    private Payload(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /**
     * A payload of all bytes of an array. Does not copy: the caller gives the array away.
     *
     * @param bytes the bytes; not {@code null}
     * @return the payload
     */
    public static Payload of(byte[] bytes) {
        return of(ByteBuffer.wrap(bytes));
    }

    /**
     * A payload of a buffer's remaining bytes. Does not copy: the caller gives these bytes away. The buffer's own
     * position and limit stay as they are, and may be changed afterwards.
     *
     * @param bytes the bytes; not {@code null}
     * @return the payload
     */
    public static Payload of(ByteBuffer bytes) {
        return bytes.hasRemaining() ? new Payload(bytes.slice()) : EMPTY;
    }

    /**
     * A payload of a text in UTF-8.
     *
     * @param text the text; not {@code null}
     * @return the payload
     */
    public static Payload of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The payload without bytes. As a response it means "filter": the caller publishes nothing.
     *
     * @return the empty payload
     */
    public static Payload empty() {
        return EMPTY;
    }

    /**
     * A copy of the bytes, which belongs to the caller. Prefer {@link #buffer()} where a copy is not needed.
     *
     * @return a new array
     */
    public byte[] bytes() {
        byte[] copy = new byte[size()];
        bytes.get(0, copy);
        return copy;
    }

    /**
     * A view of the bytes, without copying them.
     *
     * @return a new read-only buffer with its position at the first byte; not backed by an accessible array
     */
    public ByteBuffer buffer() {
        return bytes.asReadOnlyBuffer();
    }

    /**
     * The bytes read as UTF-8. Bytes that are not UTF-8 become the replacement character.
     *
     * @return a new string
     */
    public String text() {
        return bytes.hasArray()
                ? new String(bytes.array(), bytes.arrayOffset(), size(), StandardCharsets.UTF_8)
                : StandardCharsets.UTF_8.decode(buffer()).toString();
    }

    /**
     * Writes the bytes to a stream, from where they are.
     *
     * @param out where to; not {@code null}; neither flushed nor closed
     * @throws IOException as the stream does
     */
    public void writeTo(OutputStream out) throws IOException {
        if (bytes.hasArray()) {
            out.write(bytes.array(), bytes.arrayOffset(), size());
            return;
        }
        byte[] chunk = new byte[Math.min(size(), CHUNK_BYTES)];
        for (int at = 0; at < size(); at += chunk.length) {
            int length = Math.min(chunk.length, size() - at);
            bytes.get(at, chunk, 0, length);
            out.write(chunk, 0, length);
        }
    }

    /**
     * How many bytes there are.
     *
     * @return the number of bytes
     */
    public int size() {
        return bytes.remaining();
    }

    /**
     * Whether there are no bytes.
     *
     * @return {@code true} if the size is 0
     */
    public boolean isEmpty() {
        return !bytes.hasRemaining();
    }

    /** Payloads are equal if their bytes are. */
    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Payload that && bytes.equals(that.bytes);
    }

    @Override
    public int hashCode() {
        return bytes.hashCode();
    }

    /** The size and the first bytes, for logs and debuggers; not for programs. */
    @Override
    public String toString() {
        int shown = Math.min(size(), 16);
        byte[] head = new byte[shown];
        bytes.get(0, head);
        return "Payload[" + size() + " bytes: " + Arrays.toString(head) + (shown < size() ? "...]" : "]");
    }
}
