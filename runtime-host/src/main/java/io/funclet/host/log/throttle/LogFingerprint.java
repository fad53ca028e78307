package io.funclet.host.log.throttle;

import java.util.logging.LogRecord;

/**
 * Identifies equal events by 64 bits of level, logger and message. For an event with an exception, only the beginning
 * of the message counts, which may differ from call to call, and the classes and places of the exceptions.
 */
final class LogFingerprint {

    /** The innermost frames identify a defect; the depth of a recursion may differ. */
    private static final int MOST_FRAMES = 8;

    private static final int MOST_CAUSES = 8;

    private static final long PRIME = 0x100000001b3L; // of FNV-1a

    private LogFingerprint() {}

    static long of(LogRecord event, String message) {
        long print = add(event.getLevel().intValue(), event.getLoggerName());
        Throwable thrown = event.getThrown();
        return thrown == null ? add(print, message) : add(addBeginning(print, message), thrown);
    }

    private static long add(long print, String text) {
        long sum = print;
        if (text != null) {
            for (int i = 0; i < text.length(); i++) {
                sum = add(sum, text.charAt(i));
            }
        }
        return add(sum, -1); // "ab" and "c" are not "a" and "bc"
    }

    private static long add(long print, int value) {
        return (print ^ value) * PRIME;
    }

    /** The words of a message before the first number, quotation or colon. */
    private static long addBeginning(long print, String message) {
        long sum = print;
        for (int i = 0; i < message.length(); i++) {
            char c = message.charAt(i);
            if (!Character.isLetter(c) && " _-.,".indexOf(c) < 0) {
                break;
            }
            sum = add(sum, c);
        }
        return sum;
    }

    private static long add(long print, Throwable thrown) {
        long sum = print;
        try {
            Throwable cause = thrown;
            for (int i = 0; i < MOST_CAUSES && cause != null; i++, cause = cause.getCause()) {
                sum = add(sum, cause.getClass().getName());
                StackTraceElement[] frames = cause.getStackTrace();
                for (int k = 0; k < MOST_FRAMES && k < frames.length; k++) {
                    sum = add(sum, frames[k].getClassName().hashCode());
                    sum = add(sum, frames[k].getMethodName().hashCode());
                    sum = add(sum, frames[k].getLineNumber());
                }
            }
        } catch (Throwable cursed) {
            // A function's exception may fail to describe itself. What was read so far identifies it.
            return sum;
        }
        return sum;
    }
}
