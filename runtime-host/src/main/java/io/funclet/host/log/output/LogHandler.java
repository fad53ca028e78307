package io.funclet.host.log.output;

import io.funclet.host.config.LoggerConfig;
import io.funclet.host.log.LogAttribution;
import io.funclet.host.log.LogContext;
import io.funclet.host.log.LogQuota;
import io.funclet.host.log.LogSink;
import io.funclet.host.log.ThrottleDecision;
import io.funclet.host.log.file.PipeStream;
import io.funclet.host.log.manager.BundleLogManager;
import io.funclet.host.log.throttle.LogThrottle;
import io.funclet.host.log.throttle.SuppressionNotice;
import io.funclet.host.log.throttle.ThrottleKey;
import io.funclet.host.memory.MemoryWatch;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Writes each event of {@code java.util.logging}, and each line that a function prints, to its outputs. Works on the
 * logging thread without a lock: a parameter's {@code toString()} may itself log or print.
 */
final class LogHandler extends LogSink implements Thread.UncaughtExceptionHandler {

    private static final Logger LOG = Logger.getLogger(LogHandler.class.getName());

    final LogLevels levels;

    /** Receives each exception: Netty and functions log an {@code OutOfMemoryError} that they catch. */
    final MemoryWatch memory = new MemoryWatch();

    private final LogAttribution mark;
    private final LogThrottle floods;
    private final LogOutput common;
    private final PrintStream console;

    /** Of tenants that have one. Replaced, not modified; almost always empty. */
    private volatile Map<String, TenantOutput> ofTenants = Map.of();

    /** {@code null} for no limit. */
    private volatile LogQuota quotas;

    /** What functions have tried to do to shared logging, in words. */
    private final Set<String> harm = ConcurrentHashMap.newKeySet();

    /** @param beside whether the common log has all its lines, too */
    private record TenantOutput(LogOutput output, boolean beside) {}

    /**
     * @param floods {@code null} to write everything
     * @param common for all that has no other output
     * @param console below the common output
     * @param root receives the level from which loggers are to create events
     */
    LogHandler(
            LoggerConfig.Level level,
            LogAttribution mark,
            LogThrottle floods,
            LogOutput common,
            PrintStream console,
            Consumer<Level> root) {
        this.levels = new LogLevels(level, root);
        this.mark = mark;
        this.floods = floods;
        this.common = common;
        this.console = console;
    }

    /** From now on, lines of a tenant's functions go to an output of its own, and those of the runtime about them, too. */
    synchronized void add(String tenant, LogOutput output, boolean beside) {
        Map<String, TenantOutput> outputs = new HashMap<>(ofTenants);
        outputs.put(tenant, new TenantOutput(output, beside));
        ofTenants = outputs;
    }

    /** @param limits for what functions log from now on; {@code null} for none */
    void limit(LogQuota limits) {
        quotas = limits;
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
        String message = common.message(event);
        boolean ofFunction = mark != null && LogContext.of(event) == null;
        LogQuota limits = ofFunction ? quotas : null;
        boolean allowed = limits == null || limits.allows(mark);
        if (floods == null) {
            if (allowed) {
                write(event, mark, message, ThrottleDecision.WHOLE, null, limits);
            }
            return;
        }
        if (floods.isDue()) {
            settle();
        }
        ThrottleKey source = floods.of(event, mark);
        ThrottleDecision decision = floods.admit(source, event, message, allowed);
        if (decision.written()) {
            long written = write(event, mark, message, decision, source, limits);
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
                write(event, notice.mark(), event.getMessage(), notice.decision(), null, null);
            }
        }
    }

    /** Returns the time in the line. The source and the limits pay for it, unless they are {@code null}. */
    private long write(
            LogRecord event,
            LogContext mark,
            String message,
            ThrottleDecision decision,
            ThrottleKey source,
            LogQuota limits) {
        TenantOutput own = mark == null ? null : ofTenants.get(mark.tenant());
        byte[] line = null;
        long written = 0;
        if (own == null || own.beside() || isOfRuntime(event)) {
            line = common.line(event, mark, message, decision);
            written = common.write(line, event.getMillis());
            tell(PipeStream.class, PipeStream.takeNews(console));
        }
        if (own != null) {
            line = own.output().line(event, mark, message, decision);
            written = own.output().write(line, event.getMillis());
        }
        if (source != null) {
            source.charge(line.length);
        }
        if (limits != null) {
            limits.charge(mark, line.length);
        }
        return written;
    }

    /** Operators of the process need to know it, whose function it may be about. */
    private static boolean isOfRuntime(LogRecord event) {
        String logger = event.getLoggerName();
        return LogContext.of(event) != null || logger != null && logger.startsWith(LogThrottle.OWN_LOGGERS);
    }

    /** Logs a message about a stream, if it is not {@code null}. */
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
