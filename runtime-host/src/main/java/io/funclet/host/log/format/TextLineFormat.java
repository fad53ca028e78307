package io.funclet.host.log.format;

import io.funclet.host.log.LogContext;
import io.funclet.host.log.ThrottleDecision;
import java.util.logging.LogRecord;

/**
 * Lines for people:
 *
 * <pre>
 * 2026-11-21T20:30:00.123Z INFO  [name] (sayhi 1.0.0 invoke-7) logger - message
 * 2026-11-21T20:30:00.456Z ERROR [name] logger - message
 *     java.lang.IllegalStateException: why
 *         at io.example.SayHi.handle(SayHi.java:17)
 * </pre>
 *
 * <p>An exception that has been logged with its stack before is one line:
 * {@code ... - message (17 times so far, stack at 2026-11-21T20:30:00.456Z)}.
 *
 * <p>Time is UTC. {@code [name]} is missing if the process has none. The mark in parentheses (function, version, invoke
 * id, {@code trace=} and {@code span=}) is there for what a function's call logs or prints. An event begins in the first
 * column, and what follows it is indented, so that text from outside cannot pass for an event. For that reason control
 * characters are written as {@code \n} or {@code \}{@code u001b}, and within the mark and the logger's name spaces and
 * parentheses, too. A backslash stays as it is; who needs the exact text takes JSON.
 */
public final class TextLineFormat extends LineFormat {

    /** The longest name that the contract allows (section 3); more of an id from outside does not help a reader. */
    private static final int MAX_WORD_CHARS = 140;

    private static final String INDENT = "    ";

    public TextLineFormat(String name) {
        super(name);
    }

    @Override
    public int stampAt() {
        return 0;
    }

    @Override
    void append(StringBuilder line, LogRecord event, LogContext mark, String message, ThrottleDecision decision) {
        UtcTimestamp.append(line, event.getMillis(), ':');
        String level = level(event.getLevel());
        line.append("Z ").append(level).append(level.length() < 5 ? "  " : " ");
        if (!name().isEmpty()) {
            word(line.append('['), name());
            line.append("] ");
        }
        if (mark != null) {
            appendMark(line, mark);
        }
        word(line, logger(event));
        line.append(" - ");
        for (int i = 0; i < message.length(); i++) {
            append(line, message.charAt(i));
        }
        if (decision.times() > 0) {
            appendTimes(line, decision);
        }
        if (event.getThrown() != null && decision.stack()) {
            appendIndented(line, stackTrace(event.getThrown()));
        }
    }

    private static void appendTimes(StringBuilder line, ThrottleDecision decision) {
        line.append(" (").append(decision.times()).append(" times so far");
        if (decision.stackMillis() > 0) {
            UtcTimestamp.append(line.append(", stack at "), decision.stackMillis(), ':');
            line.append('Z');
        }
        line.append(')');
    }

    private static void appendMark(StringBuilder line, LogContext mark) {
        int start = line.length();
        part(line, start, mark.function());
        part(line, start, mark.version());
        part(line, start, mark.invokeId());
        if (!mark.traceParent().isEmpty()) {
            part(line, start, "trace=" + mark.traceId());
            part(line, start, "span=" + mark.spanId());
        }
        if (line.length() > start) {
            line.append(") ");
        }
    }

    private static void part(StringBuilder line, int start, String part) {
        if (!part.isEmpty()) {
            word(line.append(line.length() == start ? '(' : ' '), part);
        }
    }

    private static void word(StringBuilder line, String word) {
        int length = Math.min(word.length(), MAX_WORD_CHARS);
        for (int i = 0; i < length; i++) {
            char c = word.charAt(i);
            if (c == '\t' || c == ' ' || c == '(' || c == ')') {
                escape(line, c);
            } else {
                append(line, c);
            }
        }
        if (length < word.length()) {
            line.append("...");
        }
    }

    private static void appendIndented(StringBuilder line, String text) {
        line.append('\n').append(INDENT);
        String lines = text.stripTrailing();
        for (int i = 0; i < lines.length(); i++) {
            char c = lines.charAt(i);
            if (c == '\n') {
                line.append(c).append(INDENT);
            } else {
                append(line, c);
            }
        }
    }

    private static void append(StringBuilder line, char c) {
        if (c == '\t') {
            line.append(INDENT); // what functions print as a stack trace stays readable
        } else if (isUnsafe(c)) {
            escape(line, c);
        } else {
            line.append(c);
        }
    }
}
