package io.funclet.host.web.call;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Any text as the value of a header (CloudEvents 1.0.2, HTTP protocol binding, section 3.1.3.2). */
final class HeaderText {

    /** Possessive: otherwise each character takes a part of the stack. */
    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"");

    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

    private static final String HEX = "0123456789ABCDEF";

    private HeaderText() {}

    /**
     * Reads a value: in double quotes or not, with percent-encoding or not.
     *
     * @param what names the value in the reason
     */
    static String decode(String what, String sent) throws RejectedRequestException {
        String text = sent;
        if (QUOTED.matcher(text).matches()) {
            text = ESCAPE.matcher(text.substring(1, text.length() - 1)).replaceAll("$1");
        }
        // The codec reads each byte as a character.
        byte[] raw = text.getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] == '%') {
                int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
                int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw RejectedRequestException.malformed(
                            what + " has a % without two hexadecimal digits; a % itself is written %25");
                }
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.write(raw[i]);
            }
        }
        try {
            return checked(
                    what,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes.toByteArray()))
                            .toString());
        } catch (CharacterCodingException malformed) {
            throw RejectedRequestException.malformed(what + " is not UTF-8; other characters than those of ASCII"
                    + " are written as %XX for each byte of their UTF-8");
        }
    }

    /** The text, if it has no control characters, which could forge lines of logs, and can be written in UTF-8. */
    static String checked(String what, String text) throws RejectedRequestException {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw RejectedRequestException.malformed(what + " has a control character");
        }
        if (text.codePoints().anyMatch(one -> Character.getType(one) == Character.SURROGATE)) {
            throw RejectedRequestException.malformed(what + " has half of a surrogate pair");
        }
        return text;
    }

    static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            if (each > ' ' && each <= '~' && each != '"' && each != '%') {
                encoded.append((char) each);
            } else {
                encoded.append('%').append(HEX.charAt(each >> 4 & 15)).append(HEX.charAt(each & 15));
            }
        }
        return encoded.toString();
    }
}
