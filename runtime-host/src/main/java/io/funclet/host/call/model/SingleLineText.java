package io.funclet.host.call.model;

import java.util.regex.Pattern;

/** Text for a status or a log line: one line of bounded length. */
public final class SingleLineText {

    /** A gRPC status travels in an HTTP/2 header, and clients reject headers beyond 8 KiB. */
    private static final int MAX_CHARACTERS = 1000;

    /** Of a longer text, the rest is hardly in the line. */
    private static final int MOST_READ = 16 * 1024;

    /** Exceptions may name causes without end. */
    private static final int MOST_WRAPPED = 10;

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

    /** The kind of an exception and its message; if it has none, with its cause, which it only wraps. */
    public static String kindAndMessage(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        Throwable at = thrown;
        for (int wrapped = 0; at != null && wrapped <= MOST_WRAPPED; wrapped++) {
            String message = messageOf(at);
            text.append(wrapped == 0 ? "" : ": ").append(kind(at.getClass()));
            if (!message.isEmpty()) {
                return text.append(": ").append(message).toString();
            }
            at = causeOf(at);
        }
        return text.toString();
    }

    private static String kind(Class<?> type) {
        // An anonymous class has no simple name.
        return type.isAnonymousClass() ? type.getSuperclass().getSimpleName() : type.getSimpleName();
    }

    private static Throwable causeOf(Throwable thrown) {
        try {
            return thrown.getCause();
        } catch (Throwable speechless) {
            return null;
        }
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
