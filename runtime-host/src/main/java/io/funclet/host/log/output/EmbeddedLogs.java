package io.funclet.host.log.output;

import io.funclet.host.log.manager.BundleLogManager;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.logging.Filter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * The logs of runtimes in a process that is not theirs. Each receives what threads of its runtime log and print; the rest
 * goes where it went before. The first log changes {@code java.util.logging} and the standard streams, and the last one
 * restores them.
 */
final class EmbeddedLogs {

    private static final List<LogDestination> OPEN = new CopyOnWriteArrayList<>();

    private static final Handler DISTRIBUTOR = new Distributor();

    /** What was there before the first log; {@code null} while none is open. Written under the class's monitor. */
    private static volatile Before before;

    private record Before(Level level, PrintStream out, PrintStream err) {}

    private EmbeddedLogs() {}

    /**
     * Adds a log.
     *
     * @param opening makes it, of the process's own standard streams
     */
    static synchronized LogDestination add(Opening opening) {
        if (before == null) {
            begin();
        }
        LogDestination log = opening.open(before.out(), before.err());
        OPEN.add(log);
        setLevel();
        return log;
    }

    interface Opening {
        LogDestination open(PrintStream out, PrintStream err);
    }

    static synchronized void remove(LogDestination log) {
        OPEN.remove(log);
        if (OPEN.isEmpty()) {
            end();
        } else {
            setLevel();
        }
    }

    /** Loggers create the events that any of the logs, or the process itself, wants. */
    static synchronized void setLevel() {
        if (before != null) {
            Level least = OPEN.stream()
                    .map(log -> log.handler().levels.least())
                    .min(Comparator.comparingInt(Level::intValue))
                    .orElse(before.level());
            BundleLogManager.setLevel(least.intValue() < before.level().intValue() ? least : before.level());
        }
    }

    private static void begin() {
        Logger root = BundleLogManager.top();
        Before found = new Before(root.getLevel(), System.out, System.err);
        before = found;
        for (Handler handler : root.getHandlers()) {
            handler.setFilter(new OfNoRuntime(handler.getFilter()));
        }
        root.addHandler(DISTRIBUTOR);
        System.setOut(new RoutedStream(found.out(), route(found, LogDestination::out)));
        System.setErr(new RoutedStream(found.err(), route(found, LogDestination::err)));
    }

    /** Until the last log is closed: a test may keep the stream, which then can become what others lead to. */
    private static Function<PrintStream, PrintStream> route(Before found, Function<LogDestination, PrintStream> kind) {
        return original -> {
            LogDestination log = before == found ? current() : null;
            return log == null ? original : kind.apply(log);
        };
    }

    private static void end() {
        Logger root = BundleLogManager.top();
        root.removeHandler(DISTRIBUTOR);
        for (Handler handler : root.getHandlers()) {
            if (handler.getFilter() instanceof OfNoRuntime filter) {
                handler.setFilter(filter.before());
            }
        }
        BundleLogManager.setLevel(before.level());
        // Unless a test has replaced them meanwhile: what it kept still works.
        if (System.out instanceof RoutedStream) {
            System.setOut(before.out());
        }
        if (System.err instanceof RoutedStream) {
            System.setErr(before.err());
        }
        before = null;
    }

    /** The log for what the calling thread logs and prints; {@code null} for none. */
    private static LogDestination current() {
        LogDestination log = RuntimeThreadGroup.logOfThisThread();
        if (log != null || OPEN.isEmpty()) {
            return log;
        }
        // A thread that all share, such as those of the common pool, works for the bundle of its class loader.
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        for (LogDestination open : OPEN) {
            if (open.isOf(loader)) {
                return open;
            }
        }
        return null;
    }

    /** Keeps events of runtimes from the handlers of the process. */
    private record OfNoRuntime(Filter before) implements Filter {

        @Override
        public boolean isLoggable(LogRecord event) {
            return current() == null && (before == null || before.isLoggable(event));
        }
    }

    private static final class Distributor extends Handler {

        @Override
        public void publish(LogRecord event) {
            LogDestination log = current();
            if (log != null) {
                log.publish(event);
            }
        }

        @Override
        public void flush() {}

        /** Adds itself again: {@code java.util.logging} closes and removes all handlers at a reset. */
        @Override
        public void close() {
            if (!OPEN.isEmpty()) {
                BundleLogManager.top().addHandler(this);
            }
        }
    }
}
