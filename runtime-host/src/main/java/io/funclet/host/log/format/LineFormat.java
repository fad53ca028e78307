package io.funclet.host.log.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.funclet.host.log.LogContext;
import io.funclet.host.log.ThrottleDecision;
import java.io.PrintWriter;
import java.util.HexFormat;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** Formats an event as a line. Stateless and thread-safe. */
public abstract class LineFormat extends Formatter {

    /** The limit of a message and of a stack trace: one event must not exhaust the heap or the disk. */
    public static final int MAX_TEXT_CHARS = 64 * 1024;

    private final String name;

    LineFormat(String name) {
        this.name = name;
    }

    /** The byte of a line at which its {@link UtcTimestamp} begins. */
    public abstract int stampAt();

    /** Without a line break at its end; see {@link #line}. */
    abstract void append(
            StringBuilder line, LogRecord event, LogContext mark, String message, ThrottleDecision decision);

    @Override
    public final String format(LogRecord event) {
        return text(event, null, message(event), ThrottleDecision.WHOLE);
    }

    /**
     * The event as bytes in UTF-8, line break included.
     *
     * @param mark {@code null} if the event belongs to no call
     * @param message the result of {@link #message}
     */
    public final byte[] line(LogRecord event, LogContext mark, String message, ThrottleDecision decision) {
        return text(event, mark, message, decision).getBytes(UTF_8);
    }

    private String text(LogRecord event, LogContext mark, String message, ThrottleDecision decision) {
        StringBuilder line = new StringBuilder(160);
        append(line, event, mark, message, decision);
        return line.append('\n').toString();
    }

    final String name() {
        return name;
    }

    static String level(Level level) {
        int value = level.intValue();
        if (value >= Level.SEVERE.intValue()) {
            // That of LogService is always logged, and is no error.
            return level.getName().equals("AUDIT") ? "INFO" : "ERROR";
        }
        if (value >= Level.WARNING.intValue()) {
            return "WARN";
        }
        return value >= Level.INFO.intValue() ? "INFO" : "DEBUG";
    }

    static String logger(LogRecord event) {
        String logger = event.getLoggerName();
        return logger == null || logger.isEmpty() ? "root" : logger;
    }

    /** The message with its parameters, as every handler of {@code java.util.logging} shows it. */
    public final String message(LogRecord event) {
        try {
            return bounded(String.valueOf(formatMessage(event)));
        } catch (Throwable failed) {
            // A function's parameter is broken, or already gone. The message is still useful.
            return bounded(String.valueOf(event.getMessage()));
        }
    }

    static String stackTrace(Throwable thrown) {
        BoundedText text = new BoundedText(MAX_TEXT_CHARS);
        try {
            thrown.printStackTrace(new PrintWriter(text));
        } catch (BoundedText.FullException full) {
            return text.toString(); // its causes may be endless
        } catch (Throwable failed) {
            // An exception class of a function may fail to print itself.
            return thrown.getClass().getName() + " (it cannot be printed: "
                    + failed.getClass().getName() + ")";
        }
        return text.toString();
    }

    /** The beginning of a text, with a note if the rest is left out. */
    static String bounded(String text) {
        return text.length() <= MAX_TEXT_CHARS
                ? text
                : text.substring(0, MAX_TEXT_CHARS) + "... (" + (text.length() - MAX_TEXT_CHARS) + " more characters)";
    }

    /** Whether a character could break a line, or mislead a terminal or a reader. */
    static boolean isUnsafe(char c) {
        return Character.isISOControl(c)
                || c >= '\u2028' && c <= '\u202e' // line and paragraph separators, bidirectional overrides
                || c >= '\u2066' && c <= '\u2069'; // bidirectional isolates
    }

    static void escape(StringBuilder out, char c) {
        switch (c) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> out.append("\\u").append(HexFormat.of().toHexDigits(c));
        }
    }
}
