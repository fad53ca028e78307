package io.funclet.host.log.output;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.config.LoggerConfig;
import io.funclet.host.config.TenantConfig;
import io.funclet.host.log.LogAttribution;
import io.funclet.host.log.LogQuota;
import io.funclet.host.log.TimeSource;
import io.funclet.host.log.file.RotatingFile;
import io.funclet.host.log.manager.BundleLogManager;
import io.funclet.host.log.throttle.LogThrottle;
import io.funclet.host.memory.MemoryWatch;
import java.io.IOException;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;

/**
 * The log of the process: events of the runtime, its libraries and its functions by {@code java.util.logging} or SLF4J,
 * and what functions print.
 *
 * <p>As the log of a process, it replaces {@code System.out}, {@code System.err}, and the handlers and levels of {@code java.util.logging}, so
 * at most one log is open at a time. It has no thread: a line is written when the logging call returns, so neither a
 * kill nor an interrupt loses it. Thread-safe.
 */
public final class RuntimeLog implements AutoCloseable {

    private final LogDestination destination;
    private final LogHandler handler;
    private final LogThrottle floods;
    private final String name;
    private final PrintStream console;

    /** The common one, and those of tenants. */
    private final List<LogOutput> outputs = new CopyOnWriteArrayList<>();

    /** Whose process it shares; {@code null} if it is the log of the process. */
    private final RuntimeThreadGroup threads;

    @GuardedBy("this")
    private boolean closed;

    private RuntimeLog(
            LogDestination destination,
            LogThrottle floods,
            LogOutput output,
            String name,
            PrintStream console,
            RuntimeThreadGroup threads) {
        this.outputs.add(output);
        this.name = name;
        this.console = console;
        this.destination = destination;
        this.handler = destination.handler();
        this.floods = floods;
        this.threads = threads;
    }

    private static LogDestination destination(
            LogHandler handler, PrintStream out, PrintStream err, LogAttribution mark) {
        return new LogDestination(
                handler,
                new StandardStreamCapture(out, "stdout", Level.INFO, mark, handler),
                new StandardStreamCapture(err, "stderr", Level.WARNING, mark, handler));
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
        LogOutput output = output(config, name, console);
        LogManager.getLogManager().reset();
        LogThrottle floods = throttle(config);
        LogHandler handler = new LogHandler(config.level(), mark, floods, output, console, BundleLogManager::setLevel);
        BundleLogManager.attach(handler);
        Thread.setDefaultUncaughtExceptionHandler(handler);
        LogDestination destination = destination(handler, System.out, console, mark);
        System.setOut(destination.out());
        System.setErr(destination.err());
        return new RuntimeLog(destination, floods, output, name, console, null);
    }

    /**
     * Opens the log of a runtime in a process that has further logs. It receives what threads of the runtime log and
     * print. What other threads log and print goes where it went before. Functions may add handlers to the loggers of
     * the process; nothing keeps them from the events of others.
     *
     * @param threads the runtime's; a log that is closed does not receive from it any more
     * @param console for lines without a file
     * @throws IOException as {@link #open}
     */
    public static RuntimeLog embed(
            LoggerConfig config, String name, LogAttribution mark, RuntimeThreadGroup threads, PrintStream console)
            throws IOException {
        LogOutput output = output(config, name, console);
        LogThrottle floods = throttle(config);
        LogHandler handler =
                new LogHandler(config.level(), mark, floods, output, console, level -> EmbeddedLogs.setLevel());
        LogDestination destination = EmbeddedLogs.add((out, err) -> destination(handler, out, err, mark));
        threads.use(destination);
        return new RuntimeLog(destination, floods, output, name, console, threads);
    }

    private static LogOutput output(LoggerConfig config, String name, PrintStream console) throws IOException {
        RotatingFile file = config.path().isPresent() ? RotatingFile.open(config, console) : null;
        return new LogOutput(config.format(), name, file, console, config.console());
    }

    private static LogThrottle throttle(LoggerConfig config) {
        int rate = config.functionBytesPerSecond();
        return rate == 0 ? null : new LogThrottle(rate, TimeSource.SYSTEM);
    }

    /** Logs a line at any level, because the manager waits for it. */
    public void announce(String logger, String message) {
        LogRecord event = new LogRecord(Level.INFO, message);
        event.setLoggerName(logger);
        handler.announce(event);
    }

    /**
     * Opens the files of tenants that have a log of their own. To be called once.
     *
     * @throws IOException if a file cannot be opened; the message says path and reason in one line
     */
    public void open(List<TenantConfig> tenants) throws IOException {
        for (TenantConfig tenant : tenants) {
            if (tenant.logger().isPresent()) {
                LoggerConfig config = tenant.logger().get();
                RotatingFile file = RotatingFile.open(config, console);
                LogOutput output = new LogOutput(config.format(), name, file, console, false);
                outputs.add(output);
                handler.add(tenant.name(), output, config.console());
            }
        }
        setLevels(tenants);
    }

    /** Sets the levels of tenants that have a log of their own. */
    public void setLevels(List<TenantConfig> tenants) {
        Map<String, LoggerConfig.Level> levels = new HashMap<>();
        for (TenantConfig tenant : tenants) {
            tenant.logger().ifPresent(logger -> levels.put(tenant.name(), logger.level()));
        }
        handler.levels.set(levels);
    }

    /** @param quotas of what functions log from now on; {@code null} for none */
    public void limit(LogQuota quotas) {
        handler.limit(quotas);
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
        destination.out().finishLine();
        destination.err().finishLine();
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
        if (threads == null) {
            release();
        } else {
            handler.settle();
            destination.out().release();
            destination.err().release();
            threads.use(null);
            EmbeddedLogs.remove(destination);
        }
        for (LogOutput output : outputs) {
            output.close();
        }
    }

    private void release() {
        // Even if a function has replaced them: its stream must not outlive it.
        System.setOut(destination.out().release());
        System.setErr(destination.err().release());
        handler.settle();
        Thread.setDefaultUncaughtExceptionHandler(null);
        BundleLogManager.release();
    }
}
