package io.funclet.host.log.output;

import io.funclet.host.config.LoggerConfig;
import io.funclet.host.log.LogAttribution;
import io.funclet.host.log.LogContext;
import io.funclet.host.log.LogSink;
import io.funclet.host.log.ThrottleDecision;
import io.funclet.host.log.TimeSource;
import io.funclet.host.log.file.PipeStream;
import io.funclet.host.log.file.RotatingFile;
import io.funclet.host.log.format.JsonLineFormat;
import io.funclet.host.log.format.LineFormat;
import io.funclet.host.log.format.TextLineFormat;
import io.funclet.host.log.manager.BundleLogManager;
import io.funclet.host.log.throttle.LogThrottle;
import io.funclet.host.log.throttle.SuppressionNotice;
import io.funclet.host.log.throttle.ThrottleKey;
import io.funclet.host.memory.MemoryWatch;
import java.io.PrintStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Writes each event of {@code java.util.logging}, and each line that a function prints, to the file and the console.
 * Formats on the logging thread without a lock: a parameter's {@code toString()} may itself log or print.
 */
final class LogHandler extends LogSink implements Thread.UncaughtExceptionHandler {

    private static final Logger LOG = Logger.getLogger(LogHandler.class.getName());

    final LogLevels levels;

    /** Receives each exception: Netty and functions log an {@code OutOfMemoryError} that they catch. */
    final MemoryWatch memory = new MemoryWatch();

    private final LineFormat format;
    private final LogAttribution mark;
    private final LogThrottle floods;
    private final RotatingFile file;
    private final PrintStream console;
    private final boolean alwaysConsole;

    /** What functions have tried to do to shared logging, in words. */
    private final Set<String> harm = ConcurrentHashMap.newKeySet();

    /** Its monitor also guards the order of lines in the file and on the console. */
    private final LineTimestamps order;

    /**
     * @param floods {@code null} to write everything
     * @param file {@code null} for the console only
     * @param console for lines without a file, and after the file was closed
     * @param root receives the level from which loggers are to create events
     */
    LogHandler(
            LoggerConfig config,
            String name,
            LogAttribution mark,
            LogThrottle floods,
            RotatingFile file,
            PrintStream console,
            Consumer<Level> root) {
        this.levels = new LogLevels(config.level(), root);
        this.format = switch (config.format()) {
            case TEXT -> new TextLineFormat(name);
            case JSON -> new JsonLineFormat(name);
        };
        this.mark = mark;
        this.floods = floods;
        this.file = file;
        this.console = console;
        this.alwaysConsole = config.console();
        this.order = new LineTimestamps(format.stampAt(), TimeSource.SYSTEM);
    }

    @Override
    public Object tenant(ClassLoader loader) {
        return mark.tenant(loader);
    }

    @Override
    public boolean isOfInterest(String logger, Level level) {
        return levels.isOfInterest(logger, level);
    }

    @Override
    public void noteHarm(String what) {
        harm.add(what);
    }

    void tellOfHarm() {
        for (String what : harm) {
            harm.remove(what);
            LOG.warning("a function has " + what
                    + " java.util.logging, which all share: for the others it is as configured");
        }
    }

    @Override
    public void publish(LogRecord event) {
        if (event.getThrown() != null) {
            memory.look(event.getThrown());
        }
        LogContext subject = LogContext.of(event);
        if (subject != null) {
            publish(event, subject, null);
        } else {
            publish(event, mark.get());
        }
    }

    /** {@code null} as the mark if the event belongs to no call. */
    public void publish(LogRecord event, LogContext mark) {
        publish(event, mark, mark);
    }

    /** Logs an event of no call, whatever the level is. */
    void announce(LogRecord event) {
        admit(event, null);
    }

    /** The levels of {@code speaker} apply; {@code null} for the runtime. */
    private void publish(LogRecord event, LogContext mark, LogContext speaker) {
        if (!levels.accepts(event.getLoggerName(), event.getLevel(), speaker)) {
            return;
        }
        try {
            admit(event, mark);
        } catch (OutOfMemoryError noRoom) {
            // The logging code must not get this error.
            memory.look(noRoom);
        }
    }

    private void admit(LogRecord event, LogContext mark) {
        String message = format.message(event);
        if (floods == null) {
            write(event, format.line(event, mark, message, ThrottleDecision.WHOLE));
            return;
        }
        if (floods.isDue()) {
            settle();
        }
        ThrottleKey source = floods.of(event, mark);
        ThrottleDecision decision = floods.admit(source, event, message);
        if (decision.written()) {
            byte[] line = format.line(event, mark, message, decision);
            source.charge(line.length);
            long written = write(event, line);
            if (event.getThrown() != null && decision.stack() && written != event.getMillis()) {
                source.noteStack(event, message, written);
            }
        }
    }

    @Override
    public void settle() {
        if (floods != null) {
            for (SuppressionNotice notice : floods.settle()) {
                LogRecord event = notice.event();
                write(event, format.line(event, notice.mark(), event.getMessage(), notice.decision()));
            }
        }
    }

    /** Returns the time in the line, since the epoch. */
    private long write(LogRecord event, byte[] line) {
        long written;
        boolean inFile;
        synchronized (order) {
            written = order.stamp(line, event.getMillis());
            inFile = file != null && file.write(line);
            if (alwaysConsole || !inFile) {
                // One write for a line, so that lines of threads do not mix.
                console.write(line, 0, line.length);
                console.flush();
            }
        }
        if (inFile) {
            tell(RotatingFile.class, file.takeNews());
        }
        tell(PipeStream.class, PipeStream.takeNews(console));
        return written;
    }

    /** Logs a message about a file or a stream, if it is not {@code null}. */
    void tell(Class<?> teller, String news) {
        if (news != null) {
            LogRecord event = new LogRecord(Level.WARNING, news);
            event.setLoggerName(teller.getName());
            // Not in the name of the call that happens to log.
            publish(event, null);
        }
    }

    /** Handles uncaught exceptions of all threads without a handler of their own. */
    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        // First, because logging may need memory that is missing.
        memory.look(thrown);
        LOG.log(Level.SEVERE, "uncaught in thread ".concat(thread.getName()), thrown);
    }

    @Override
    public void flush() {}

    /**
     * Adds itself again. {@code java.util.logging} closes and removes all handlers at a reset, and in a shutdown hook
     * of its own.
     */
    @Override
    public void close() {
        BundleLogManager.top().addHandler(this);
    }
}
