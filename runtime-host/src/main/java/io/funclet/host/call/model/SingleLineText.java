package io.funclet.host.call.model;

/** Text for a status or a log line: one line of bounded length. */
public final class SingleLineText {

    /** A gRPC status travels in an HTTP/2 header, and clients reject headers beyond 8 KiB. */
    private static final int MAX_CHARACTERS = 1000;

    private SingleLineText() {}

    public static String of(String text) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), MAX_CHARACTERS) + 4);
        boolean space = false;
        for (int i = 0; i < text.length() && line.length() <= MAX_CHARACTERS; i++) {
            char c = text.charAt(i);
            if (c <= ' ' || Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                space = line.length() > 0;
            } else {
                if (space) {
                    line.append(' ');
                    space = false;
                }
                line.append(c);
            }
        }
        if (line.length() <= MAX_CHARACTERS) {
            return line.toString();
        }
        int end = Character.isHighSurrogate(line.charAt(MAX_CHARACTERS - 1)) ? MAX_CHARACTERS - 1 : MAX_CHARACTERS;
        line.setLength(end);
        return line.append("...").toString();
    }

    /** The message of an exception; empty if it has none or its {@code getMessage} fails. */
    public static String messageOf(Throwable thrown) {
        try {
            String message = thrown.getMessage();
            return message == null ? "" : message;
        } catch (Throwable speechless) {
            return "";
        }
    }
}
