package io.funclet.host.typed.json;

import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Decodes UTF-8 from where it is, and fails where it is none. For one thread. */
final class Utf8Reader extends Reader {

    private final ByteBuffer bytes;

    /** Reports what is malformed, by default. */
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();

    Utf8Reader(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        CharBuffer decoded = CharBuffer.wrap(buffer, offset, length);
        CoderResult result = decoder.decode(bytes, decoded, true);
        int read = decoded.position() - offset;
        if (result.isError() && read == 0) {
            throw JsonFault.noJson("not UTF-8 at byte " + bytes.position());
        }
        return read == 0 && length > 0 ? -1 : read;
    }

    @Override
    public void close() {}
}
