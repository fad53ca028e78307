package io.funclet.host.log.output;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.config.LoggerConfig;
import io.funclet.host.log.LogAttribution;
import io.funclet.host.log.TimeSource;
import io.funclet.host.log.file.RotatingFile;
import io.funclet.host.log.manager.BundleLogManager;
import io.funclet.host.log.throttle.LogThrottle;
import io.funclet.host.memory.MemoryWatch;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.ScheduledExecutorService;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;

/**
 * The log of the process: events of the runtime, its libraries and its functions by {@code java.util.logging} or SLF4J,
 * and what functions print.
 *
 * <p>It replaces {@code System.out}, {@code System.err}, and the handlers and levels of {@code java.util.logging}, so
 * at most one log is open at a time. It has no thread: a line is written when the logging call returns, so neither a
 * kill nor an interrupt loses it. Thread-safe.
 */
public final class RuntimeLog implements AutoCloseable {

    private final LogHandler handler;
    private final LogThrottle floods;
    private final RotatingFile file;
    private final StandardStreamCapture out;
    private final StandardStreamCapture err;

    @GuardedBy("this")
    private boolean closed;

    private RuntimeLog(
            LogHandler handler,
            LogThrottle floods,
            RotatingFile file,
            PrintStream out,
            PrintStream err,
            LogAttribution mark) {
        this.handler = handler;
        this.floods = floods;
        this.file = file;
        this.out = new StandardStreamCapture(out, "stdout", Level.INFO, mark, handler);
        this.err = new StandardStreamCapture(err, "stderr", Level.WARNING, mark, handler);
    }

    /**
     * Opens the log and replaces {@code java.util.logging}, {@code System.out}, {@code System.err} and the handler of
     * uncaught exceptions. Changes nothing if it throws.
     *
     * <p>Without a path the log goes to standard error. With a path it is appended to this file, and goes to standard error,
     * too, if {@code console} is set. gRPC, Netty, Felix and the JDK log only warnings, and information at level {@code
     * debug}.
     *
     * @param name the name of this process, part of every line; may be empty
     * @param mark attributes each event and each print to a function
     * @throws IOException if the file cannot be opened; the message says path and reason in one line
     * @throws IllegalStateException if another log is open
     */
    public static RuntimeLog open(LoggerConfig config, String name, LogAttribution mark) throws IOException {
        PrintStream console = System.err;
        if (console instanceof StandardStreamCapture) {
            throw new IllegalStateException("another log is open");
        }
        RotatingFile file = config.path().isPresent() ? RotatingFile.open(config, console) : null;
        LogManager.getLogManager().reset();
        int rate = config.functionBytesPerSecond();
        LogThrottle floods = rate == 0 ? null : new LogThrottle(rate, TimeSource.SYSTEM);
        LogHandler handler = new LogHandler(config, name, mark, floods, file, console);
        BundleLogManager.attach(handler);
        Thread.setDefaultUncaughtExceptionHandler(handler);
        RuntimeLog log = new RuntimeLog(handler, floods, file, System.out, console, mark);
        System.setOut(log.out);
        System.setErr(log.err);
        return log;
    }

    /** Logs a line at any level, because the manager waits for it. */
    public void announce(String logger, String message) {
        LogRecord event = new LogRecord(Level.INFO, message);
        event.setLoggerName(logger);
        handler.announce(event);
    }

    public void setLevel(LoggerConfig.Level level) {
        handler.levels.set(level);
    }

    /**
     * Sets the lowest logged level for one function's calls, until that of all is set. A lower level costs other
     * functions, too: they create events that are not logged.
     */
    public void setLevel(String function, LoggerConfig.Level level) {
        handler.levels.set(function, level);
    }

    public MemoryWatch memory() {
        return handler.memory;
    }

    /**
     * Logs the unfinished printed line of the calling thread. To be called at the end of a call, while its thread has
     * the mark: otherwise the line waits until the thread prints again.
     */
    public void finishLines() {
        out.finishLine();
        err.finishLine();
    }

    /** From now on, a timer logs the summary of a flood within some seconds. Without one, the next line does. */
    public void use(ScheduledExecutorService timers) {
        if (floods != null) {
            floods.use(timers, handler);
        }
    }

    /**
     * Logs what functions have tried to do to the shared {@code java.util.logging}: some libraries remove all handlers,
     * or set levels. For about once a second; costs next to nothing.
     */
    public void tellOfHarm() {
        handler.tellOfHarm();
    }

    public void settle() {
        handler.settle();
    }

    /**
     * Restores {@code System.out} and {@code System.err}, logs summaries, and closes the file. Later events go to
     * standard error, in the same format. Does nothing the second time.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        // Even if a function has replaced them: its stream must not outlive it.
        System.setOut(out.release());
        System.setErr(err.release());
        handler.settle();
        Thread.setDefaultUncaughtExceptionHandler(null);
        if (file != null) {
            file.close();
        }
        BundleLogManager.release();
    }
}
