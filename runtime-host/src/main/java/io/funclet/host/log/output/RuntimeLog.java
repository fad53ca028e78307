package io.funclet.host.log.output;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.config.LoggerConfig;
import io.funclet.host.log.LogAttribution;
import io.funclet.host.log.TimeSource;
import io.funclet.host.log.file.RotatingFile;
import io.funclet.host.log.format.JsonLineFormat;
import io.funclet.host.log.format.LineFormat;
import io.funclet.host.log.format.TextLineFormat;
import io.funclet.host.log.manager.SharedLogManager;
import io.funclet.host.log.throttle.LogThrottle;
import io.funclet.host.memory.MemoryWatch;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.ScheduledExecutorService;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;

/**
 * The log of the process: all that the runtime, its libraries and its functions log by {@code java.util.logging} or
 * SLF4J, and what functions print.
 *
 * <p>What it replaces belongs to the whole process ({@code System.out}, {@code System.err}, the handlers and levels of
 * {@code java.util.logging}), so at most one log is open at a time. It has no thread of its own: a line is written when
 * the logging call returns, and neither a kill nor an interrupted caller loses it. All methods may be called by any
 * thread. What floods it, the same line again and again or more than a function may write, is held back and told of in
 * summaries.
 */
public final class RuntimeLog implements AutoCloseable {

    private final LogLevels levels;
    private final LogHandler handler;
    private final LogThrottle floods;
    private final RotatingFile file;
    private final StandardStreamCapture out;
    private final StandardStreamCapture err;
    private final MemoryWatch memory;

    @GuardedBy("this")
    private boolean closed;

    private RuntimeLog(
            LogLevels levels,
            LogHandler handler,
            LogThrottle floods,
            RotatingFile file,
            StandardStreamCapture out,
            StandardStreamCapture err,
            MemoryWatch memory) {
        this.levels = levels;
        this.handler = handler;
        this.floods = floods;
        this.file = file;
        this.out = out;
        this.err = err;
        this.memory = memory;
    }

    /**
     * Opens the log and takes over {@code java.util.logging}, {@code System.out}, {@code System.err} and what no thread
     * catches. Changes nothing if it throws.
     *
     * <p>Without a path the log goes to standard error; with a path to this file, which is appended to and whose
     * directories are made, and to standard error if {@code console} is set. Of gRPC, Netty, Felix and the JDK itself
     * only warnings are logged, at level {@code debug} also what they call information.
     *
     * @param config where and how; a relative path is relative to the working directory
     * @param name the name of this process, part of every line; may be empty
     * @param mark whose events are whose; is asked for every event and every print
     * @return the open log
     * @throws IOException if the file cannot be opened; the message says path and reason in one line
     * @throws IllegalStateException if another log is open
     */
    public static RuntimeLog open(LoggerConfig config, String name, LogAttribution mark) throws IOException {
        PrintStream originalOut = System.out;
        PrintStream originalErr = System.err;
        if (originalErr instanceof StandardStreamCapture) {
            throw new IllegalStateException("another log is open");
        }
        RotatingFile file = config.path().isPresent() ? RotatingFile.open(config, originalErr) : null;
        LogManager.getLogManager().reset();
        LogLevels levels = new LogLevels(config.level());
        LineFormat format = switch (config.format()) {
            case TEXT -> new TextLineFormat(name);
            case JSON -> new JsonLineFormat(name);
        };
        int rate = config.functionBytesPerSecond();
        LogThrottle floods = rate == 0 ? null : new LogThrottle(rate, TimeSource.SYSTEM);
        MemoryWatch memory = new MemoryWatch();
        LogHandler handler = new LogHandler(levels, format, floods, mark, file, originalErr, config.console(), memory);
        SharedLogManager.attach(handler);
        Thread.setDefaultUncaughtExceptionHandler(handler);
        StandardStreamCapture out = StandardStreamCapture.capture(originalOut, "stdout", Level.INFO, mark, handler);
        StandardStreamCapture err = StandardStreamCapture.capture(originalErr, "stderr", Level.WARNING, mark, handler);
        System.setOut(out);
        System.setErr(err);
        return new RuntimeLog(levels, handler, floods, file, out, err, memory);
    }

    /**
     * Logs a line of information that those who started the process wait for, whatever the level is.
     *
     * @param logger the name of the logger
     * @param message what to say
     */
    public void announce(String logger, String message) {
        LogRecord event = new LogRecord(Level.INFO, message);
        event.setLoggerName(logger);
        handler.announce(event);
    }

    /**
     * Sets the least level that is logged from now on, for all loggers and functions at once.
     *
     * @param level the level
     */
    public void setLevel(LoggerConfig.Level level) {
        levels.set(level);
    }

    /**
     * Sets the least level that is logged from now on by one function's calls, until that of all is set. A level below
     * that of all costs the others, too: they make events that are then not logged.
     *
     * @param function the function's name, as the marks have it
     * @param level the level
     */
    public void setLevel(String function, LoggerConfig.Level level) {
        levels.set(function, level);
    }

    /**
     * What sees from this log, among others, that memory has run out.
     *
     * @return the watch
     */
    public MemoryWatch memory() {
        return memory;
    }

    /**
     * Logs what the calling thread has printed since its last line break, if anything. To be called when a call ends,
     * while its thread still has the mark: otherwise the unfinished line waits until the thread prints again.
     */
    public void finishLines() {
        out.finishLine();
        err.finishLine();
    }

    /**
     * From now on a flood of lines that has been held back is told of within some seconds by a timer. Without one, the
     * next line tells, or {@link #settle}.
     *
     * @param timers runs what is due; writing a few lines is all that it has to do
     */
    public void use(ScheduledExecutorService timers) {
        if (floods != null) {
            floods.use(timers, handler);
        }
    }

    /**
     * Says what functions have tried to do to {@code java.util.logging}, which is everybody's: libraries remove all
     * handlers, or set levels, as if the process were theirs. To be called about once a second; costs next to nothing.
     */
    public void tellOfHarm() {
        handler.tellOfHarm();
    }

    /** Tells now of all lines that have been held back. */
    public void settle() {
        handler.settle();
    }

    /**
     * Gives {@code System.out} and {@code System.err} back, tells of what was held back, and closes the file. What is
     * logged afterwards goes to
     * standard error, in the same format. Does nothing the second time.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        // Whatever a function may have put in their place: it must not outlive the function.
        System.setOut(out.release());
        System.setErr(err.release());
        handler.settle();
        Thread.setDefaultUncaughtExceptionHandler(null);
        if (file != null) {
            file.close();
        }
        SharedLogManager.release();
    }
}
