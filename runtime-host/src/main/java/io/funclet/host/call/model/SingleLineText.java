package io.funclet.host.call.model;

import java.util.regex.Pattern;

/** Text for a status or a log line: one line of bounded length. */
public final class SingleLineText {

    /** A gRPC status travels in an HTTP/2 header, and clients reject headers beyond 8 KiB. */
    private static final int MAX_CHARACTERS = 1000;

    /** Of a longer text, the rest is hardly in the line. */
    private static final int MOST_READ = 16 * 1024;

    private static final Pattern GAP = Pattern.compile("[\\x00- \\x7f-\\x9f\\u2028\\u2029]+");

    private SingleLineText() {}

    public static String of(String text) {
        String read = text.substring(0, Math.min(text.length(), MOST_READ));
        String line = GAP.matcher(read).replaceAll(" ").strip();
        if (line.length() <= MAX_CHARACTERS) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(MAX_CHARACTERS - 1)) ? MAX_CHARACTERS - 1 : MAX_CHARACTERS;
        return line.substring(0, end) + "...";
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
