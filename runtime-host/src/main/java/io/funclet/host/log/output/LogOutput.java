package io.funclet.host.log.output;

import io.funclet.host.config.LoggerConfig;
import io.funclet.host.log.LogContext;
import io.funclet.host.log.ThrottleDecision;
import io.funclet.host.log.TimeSource;
import io.funclet.host.log.file.RotatingFile;
import io.funclet.host.log.format.JsonLineFormat;
import io.funclet.host.log.format.LineFormat;
import io.funclet.host.log.format.TextLineFormat;
import java.io.PrintStream;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** A log file, or the console, with its own form of lines. Formats on the logging thread without a lock. Thread-safe. */
final class LogOutput implements AutoCloseable {

    private final LineFormat format;
    private final RotatingFile file;
    private final PrintStream console;
    private final boolean alwaysConsole;

    /** Its monitor also guards the order of lines in the file and on the console. */
    private final LineTimestamps order;

    /**
     * @param file {@code null} for the console only
     * @param console for lines without a file, and after the file was closed
     * @param alwaysConsole whether all lines go there
     */
    LogOutput(LoggerConfig.Format form, String name, RotatingFile file, PrintStream console, boolean alwaysConsole) {
        this.format = switch (form) {
            case TEXT -> new TextLineFormat(name);
            case JSON -> new JsonLineFormat(name);
        };
        this.file = file;
        this.console = console;
        this.alwaysConsole = alwaysConsole;
        this.order = new LineTimestamps(format.stampAt(), TimeSource.SYSTEM);
    }

    /** The text of an event, before it is part of a line. */
    String message(LogRecord event) {
        return format.message(event);
    }

    /** @param message the result of {@link #message} */
    byte[] line(LogRecord event, LogContext mark, String message, ThrottleDecision decision) {
        return format.line(event, mark, message, decision);
    }

    /** Returns the time in the line, since the epoch. */
    long write(byte[] line, long eventMillis) {
        long written;
        synchronized (order) {
            written = order.stamp(line, eventMillis);
            boolean inFile = file != null && file.write(line);
            if (alwaysConsole || !inFile) {
                // One write for a line, so that lines of threads do not mix.
                console.write(line, 0, line.length);
                console.flush();
            }
        }
        tellOfFile();
        return written;
    }

    /** Says in the file what has become of it. */
    private void tellOfFile() {
        String news = file == null ? null : file.takeNews();
        if (news != null) {
            LogRecord event = new LogRecord(Level.WARNING, news);
            event.setLoggerName(RotatingFile.class.getName());
            write(line(event, null, news, ThrottleDecision.WHOLE), event.getMillis());
        }
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }
}
