package io.funclet.host.log.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.funclet.host.log.LogContext;
import io.funclet.host.log.file.PipeStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * Replaces {@code System.out} or {@code System.err}. What a function's call prints becomes log events, one for each
 * line. What other threads print goes to the original stream, unchanged.
 *
 * <p>Text is UTF-8. Each thread has its own unfinished line, so that the lines of calls do not mix. The line is logged
 * when it ends, when it exceeds {@link #MAX_LINE_BYTES}, or when the thread turns to another call. After {@link
 * #MAX_PARTS} such parts, the rest is only counted. Events go to the handler, past the loggers, so that a handler that
 * prints causes no loop.
 */
final class StandardStreamCapture extends PrintStream {

    static final int MAX_LINE_BYTES = 8192;

    static final int MAX_PARTS = 8;

    private final Lines lines;

    private StandardStreamCapture(Lines lines) {
        super(lines, true, UTF_8);
        this.lines = lines;
    }

    StandardStreamCapture(PrintStream original, String logger, Level level, Supplier<LogContext> mark, LogHandler log) {
        this(new Lines(original, logger, level, mark, log));
    }

    void finishLine() {
        lines.finish();
    }

    /**
     * From now on, writes everything to the original stream, which it returns: some code keeps a former {@code
     * System.out}.
     */
    PrintStream release() {
        lines.finish();
        lines.released = true;
        return lines.original;
    }

    /** Formats before it takes the lock that all who print need: an argument may take long to say its text, or for ever. */
    @Override
    @SuppressWarnings("AnnotateFormatMethod") // The method that it overrides is not annotated.
    public PrintStream format(String format, Object... arguments) {
        print(String.format(format, arguments));
        return this;
    }

    /** Likewise. */
    @Override
    @SuppressWarnings("AnnotateFormatMethod")
    public PrintStream format(Locale locale, String format, Object... arguments) {
        print(String.format(locale, format, arguments));
        return this;
    }

    /** Closes nothing: the stream belongs to all functions. */
    @Override
    public void close() {
        flush();
    }

    private static final class Lines extends OutputStream {

        private final PrintStream original;
        private final String logger;
        private final Level level;
        private final Supplier<LogContext> mark;
        private final LogHandler log;
        private final ThreadLocal<Line> unfinished = new ThreadLocal<>();

        /**
         * How many threads have an unfinished line: almost always none, which saves each call two look-ups in its
         * thread's map.
         */
        private final AtomicInteger begun = new AtomicInteger();

        private volatile boolean released;

        Lines(PrintStream original, String logger, Level level, Supplier<LogContext> mark, LogHandler log) {
            this.original = original;
            this.logger = logger;
            this.level = level;
            this.mark = mark;
            this.log = log;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            LogContext current = released ? null : mark.get();
            Line line = begun.get() == 0 ? null : unfinished.get();
            if (line != null && !Objects.equals(line.mark, current)) {
                finish();
                line = null;
            }
            if (current == null) {
                original.write(bytes, offset, length);
                log.tell(PipeStream.class, PipeStream.takeNews(original));
                return;
            }
            if (line == null) {
                line = new Line(current);
            }
            int end = offset + length;
            int from = offset;
            for (int i = offset; i < end; i++) {
                if (bytes[i] == '\n') {
                    add(line, bytes, from, i);
                    end(line);
                    from = i + 1;
                }
            }
            add(line, bytes, from, end);
            // Keeps nothing for a thread between its lines: it may live long, and print no more.
            keep(line.isBegun() ? line : null);
        }

        private void keep(Line line) {
            Line before = begun.get() == 0 ? null : unfinished.get();
            if (line != null) {
                unfinished.set(line);
                if (before == null) {
                    begun.incrementAndGet();
                }
            } else if (before != null) {
                unfinished.remove();
                begun.decrementAndGet();
            }
        }

        private void add(Line line, byte[] bytes, int from, int to) {
            int at = from;
            while (line.parts < MAX_PARTS && line.size() + to - at > MAX_LINE_BYTES) {
                int room = MAX_LINE_BYTES - line.size();
                line.write(bytes, at, room);
                at += room;
                publish(line, line.take(line.wholeCharacters()));
                line.parts++;
            }
            if (line.parts < MAX_PARTS) {
                line.write(bytes, at, to - at);
            } else {
                line.leftOut += to - at;
            }
        }

        void finish() {
            Line line = begun.get() == 0 ? null : unfinished.get();
            if (line != null) {
                keep(null);
                end(line);
            }
        }

        private void end(Line line) {
            long more = line.size() + line.leftOut;
            String rest = line.take(line.size());
            publish(line, line.leftOut == 0 ? rest : "... (" + more + " more bytes of this line)");
            line.parts = 0;
            line.leftOut = 0;
        }

        private void publish(Line line, String text) {
            LogRecord event = new LogRecord(level, text);
            event.setLoggerName(logger);
            log.publish(event, line.mark);
        }

        @Override
        public void flush() {
            original.flush();
        }
    }

    /** A line that has not ended. Holds only bytes and strings, and no class of a function. */
    private static final class Line extends ByteArrayOutputStream {

        private final LogContext mark;

        /** How many parts have been logged. */
        private int parts;

        private long leftOut;

        Line(LogContext mark) {
            super(128);
            this.mark = mark;
        }

        boolean isBegun() {
            return count > 0 || parts > 0;
        }

        /** The length without an incomplete character at the end. */
        int wholeCharacters() {
            int start = count - 1;
            while (start > count - 4 && (buf[start] & 0xc0) == 0x80) {
                start--;
            }
            int first = buf[start] & 0xff;
            int needed = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
            return needed > count - start ? start : count;
        }

        String take(int taken) {
            int shown = taken > 0 && buf[taken - 1] == '\r' ? taken - 1 : taken;
            String text = new String(buf, 0, shown, UTF_8);
            System.arraycopy(buf, taken, buf, 0, count - taken);
            count -= taken;
            return text;
        }
    }
}
