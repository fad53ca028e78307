package io.funclet.host.web.call;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/**
 * Reads JSON (RFC 8259) where it is, and keeps no values: a caller takes the bytes of a value as they came. Strict, and
 * of any depth. Not thread-safe.
 */
final class JsonScanner {

    /** Where the bytes are not JSON. */
    static final class MalformedJsonException extends Exception {

        private static final long serialVersionUID = 1L;

        MalformedJsonException(String message) {
            super(message, null, false, false);
        }
    }

    private static final int END = -1;

    private final ByteBuffer json;
    private final int end;
    private int at;

    JsonScanner(ByteBuf json) {
        this.json = json.nioBuffer();
        this.end = json.readableBytes();
    }

    /** Whether bytes are one JSON text in UTF-8. */
    static boolean isJson(ByteBuf bytes) {
        try {
            JsonScanner scanner = new JsonScanner(bytes);
            scanner.skipValue();
            scanner.finish();
            return isUtf8(bytes);
        } catch (MalformedJsonException other) {
            return false;
        }
    }

    static boolean isUtf8(ByteBuf bytes) {
        return ByteBufUtil.isText(bytes, bytes.readerIndex(), bytes.readableBytes(), StandardCharsets.UTF_8);
    }

    /** The position of what comes next, after blanks, from the first byte. */
    int position() {
        for (int next = peek(); next == ' ' || next == '\n' || next == '\r' || next == '\t'; next = peek()) {
            at++;
        }
        return at;
    }

    /** Takes this character, after blanks. Returns whether it was there. */
    boolean take(char expected) {
        position();
        boolean there = peek() == expected;
        at += there ? 1 : 0;
        return there;
    }

    void expect(char expected, String where) throws MalformedJsonException {
        if (!take(expected)) {
            throw malformed("there is no '" + expected + "' " + where);
        }
    }

    /** Checks that only blanks are left. */
    void finish() throws MalformedJsonException {
        if (position() < end) {
            throw malformed("there is more after the document");
        }
    }

    /** Skips one value, with all that it contains, and returns the position after it. */
    int skipValue() throws MalformedJsonException {
        BitSet objects = new BitSet();
        int depth = 0;
        do {
            if (take('{')) {
                if (!take('}')) {
                    objects.set(++depth);
                    skipKey();
                    continue;
                }
            } else if (take('[')) {
                if (!take(']')) {
                    objects.clear(++depth);
                    continue;
                }
            } else {
                skipScalar();
            }
            depth = leave(objects, depth);
        } while (depth > 0);
        return at;
    }

    /** After a value: ends what ends here. Returns the depth at which the next value stands, 0 if there is none. */
    private int leave(BitSet objects, int from) throws MalformedJsonException {
        int depth = from;
        while (depth > 0) {
            if (take(',')) {
                if (objects.get(depth)) {
                    skipKey();
                }
                return depth;
            }
            expect(objects.get(depth) ? '}' : ']', "or ',' after a value");
            depth--;
        }
        return 0;
    }

    private void skipKey() throws MalformedJsonException {
        position();
        skipString();
        expect(':', "after a name");
    }

    private void skipScalar() throws MalformedJsonException {
        switch (peek()) {
            case '"' -> skipString();
            case 't' -> skipWord("true");
            case 'f' -> skipWord("false");
            case 'n' -> skipWord("null");
            default -> skipNumber();
        }
    }

    private void skipWord(String word) throws MalformedJsonException {
        for (int i = 0; i < word.length(); i++) {
            if (peek() != word.charAt(i)) {
                throw malformed("there is no value");
            }
            at++;
        }
    }

    private void skipNumber() throws MalformedJsonException {
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            skipDigits();
        }
        if (peek() == '.') {
            at++;
            skipDigits();
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            skipDigits();
        }
    }

    private void skipDigits() throws MalformedJsonException {
        int from = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at == from) {
            throw malformed("there is no value");
        }
    }

    /** Skips a string, at its first quote. */
    int skipString() throws MalformedJsonException {
        if (peek() != '"') {
            throw malformed("there is no string");
        }
        at++;
        for (int next = peek(); next != '"'; next = peek()) {
            // Bytes of other characters than ASCII are negative.
            if (next == END && at >= end || next >= 0 && next < ' ') {
                throw malformed(at >= end ? "a string has no end" : "a string has a control character");
            }
            at++;
            if (next == '\\') {
                skipEscape();
            }
        }
        return ++at;
    }

    private void skipEscape() throws MalformedJsonException {
        boolean hexadecimal = peek() == 'u';
        if ("\"\\/bfnrtu".indexOf(peek()) < 0) {
            throw malformed("a string has an unknown escape");
        }
        at++;
        for (int i = 0; hexadecimal && i < 4; i++) {
            if (Character.digit(peek(), 16) < 0) {
                throw malformed("a string has an unknown escape");
            }
            at++;
        }
    }

    /** The next byte; {@link #END} at the end. A byte may have this value, too, but only within a string. */
    private int peek() {
        return at < end ? json.get(at) : END;
    }

    private MalformedJsonException malformed(String reason) {
        return new MalformedJsonException(reason + ", at byte " + (at + 1));
    }
}
