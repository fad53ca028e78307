package io.funclet.host.grpc.wire;

import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads the fields of a protobuf message in place. Rejects what the Java parser of protobuf rejects, and also tags
 * beyond 32 bits, lengths beyond 31, and numbers of more than 10 bytes: parsers in Go and C++ could not read a response
 * that repeats such bytes. Not thread-safe.
 */
final class WireReader {

    /** The nesting limit of groups, as in protobuf: each takes some stack. */
    private static final int MOST_GROUPS = 100;

    private static final int MOST_VARINT_BYTES = 10;

    private final byte[] message;
    private int position;
    private int end;

    WireReader(byte[] message) {
        this.message = message;
        this.end = message.length;
    }

    int position() {
        return position;
    }

    /** The tag of the next field; 0, which no field has, at the end of the message or entry. */
    int readTag() throws IOException {
        if (position == end) {
            return 0;
        }
        int tag = readNarrow(32, "a tag");
        if (WireFormat.getTagFieldNumber(tag) == 0) {
            throw new IOException("a field has the number 0");
        }
        return tag;
    }

    private int readNarrow(int bits, String what) throws IOException {
        int from = position;
        long value = readVarint();
        boolean dropped = position - from == MOST_VARINT_BYTES && message[position - 1] > 1;
        if (dropped || value >>> bits != 0) {
            throw new IOException(what + " has more than " + bits + " bits");
        }
        return (int) value;
    }

    /** A number; bits beyond 64 are dropped. */
    long readVarint() throws IOException {
        long value = 0;
        for (int i = 0; i < MOST_VARINT_BYTES; i++) {
            if (position == end) {
                throw tooShort();
            }
            byte next = message[position++];
            value |= (next & 0x7FL) << 7 * i;
            if (next >= 0) {
                return value;
            }
        }
        throw new IOException("a number has more than " + MOST_VARINT_BYTES + " bytes");
    }

    /** A number of type {@code sint64}, in which the lowest bit is the sign. */
    long readSigned() throws IOException {
        long value = readVarint();
        return value >>> 1 ^ -(value & 1);
    }

    /** The length of a field whose bytes come next, and are there. */
    int readLength() throws IOException {
        int length = readNarrow(31, "a length");
        if (length > end - position) {
            throw tooShort();
        }
        return length;
    }

    String readText() throws IOException {
        int length = readLength();
        int from = position;
        position += length;
        String text = new String(message, from, length, StandardCharsets.UTF_8);
        // Only what cannot be read, or such a character itself, becomes one.
        if (text.indexOf('\uFFFD') >= 0) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message, from, length));
            } catch (CharacterCodingException malformed) {
                throw new IOException("a text is not UTF-8", malformed);
            }
        }
        return text;
    }

    /** Begins to read an embedded message; returns what {@link #leave} needs at its end. */
    int enter() throws IOException {
        int length = readLength();
        int outer = end;
        end = position + length;
        return outer;
    }

    void leave(int outer) {
        end = outer;
    }

    /** Skips the value of a field. */
    void skip(int tag) throws IOException {
        skip(tag, MOST_GROUPS);
    }

    private void skip(int tag, int groupsLeft) throws IOException {
        switch (WireFormat.getTagWireType(tag)) {
            case WireFormat.WIRETYPE_VARINT -> readVarint();
            case WireFormat.WIRETYPE_FIXED64 -> skipBytes(Long.BYTES);
            case WireFormat.WIRETYPE_LENGTH_DELIMITED -> skipBytes(readLength());
            case WireFormat.WIRETYPE_FIXED32 -> skipBytes(Integer.BYTES);
            case WireFormat.WIRETYPE_START_GROUP -> skipGroup(WireFormat.getTagFieldNumber(tag), groupsLeft);
            case WireFormat.WIRETYPE_END_GROUP -> throw new IOException("a group ends that has not begun");
            default -> throw new IOException("a field has wire type " + WireFormat.getTagWireType(tag));
        }
    }

    private void skipGroup(int number, int groupsLeft) throws IOException {
        if (groupsLeft == 0) {
            throw new IOException("more than " + MOST_GROUPS + " groups are nested");
        }
        for (int tag = readTag(); tag != 0; tag = readTag()) {
            if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_END_GROUP
                    && WireFormat.getTagFieldNumber(tag) == number) {
                return;
            }
            skip(tag, groupsLeft - 1);
        }
        throw tooShort();
    }

    void skipBytes(int count) throws IOException {
        if (count > end - position) {
            throw tooShort();
        }
        position += count;
    }

    private static IOException tooShort() {
        return new IOException("a field is longer than what is left of the message");
    }
}
