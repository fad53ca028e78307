package io.funclet.host.log.manager;

import io.funclet.host.log.LogSink;
import java.lang.StackWalker.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.FileHandler;
import java.util.logging.Filter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * A logger that function bundles share with the runtime and with each other. Handlers and filters of a bundle see only
 * what its own tenant logs, on threads that work for it. So their exceptions and waits affect no other tenant. What the
 * runtime and its libraries log goes only to the log, at the configured levels.
 *
 * <p>While no log is open, it is an ordinary logger.
 */
class SharedLogger extends Logger {

    /** The handlers of bundles; replaced, not modified. */
    private volatile List<Guest> guests = List.of();

    /**
     * A handler of a bundle.
     *
     * @param by the class loader of the bundle; {@code null} if unknown
     * @param tenant whose events it sees; {@code null} for none
     */
    private record Guest(Handler handler, ClassLoader by, Object tenant) {}

    /** A filter of a bundle, which decides on what its tenant logs. */
    private record GuestFilter(Filter filter, ClassLoader by, Object tenant) implements Filter {

        @Override
        public boolean isLoggable(LogRecord event) {
            LogSink sink = BundleLogManager.sink();
            return sink == null || tenant == null || sink.tenant() != tenant || filter.isLoggable(event);
        }
    }

    /** Functions have the logger itself, and may keep its monitor. */
    private final Object change = new Object();

    SharedLogger(String name) {
        super(name, null);
    }

    /** Sets the level that operators have configured. */
    void configure(Level level) {
        super.setLevel(level);
    }

    /** Whether only operators configure its level and its handlers. */
    boolean isConfigured() {
        return getName().isEmpty();
    }

    /** A chain of parents ends at the shared root, not at Java's own. */
    @Override
    public final Logger getParent() {
        Logger parent = super.getParent();
        while (parent != null && isAnothers(parent)) {
            parent = parent.getParent();
        }
        return parent == null || !parent.getName().isEmpty() ? parent : Logger.getLogger("");
    }

    /** Whether its class is another tenant's, whose code must see only that tenant's events, while the log is open. */
    private static boolean isAnothers(Logger logger) {
        ClassLoader loader =
                logger instanceof SharedLogger ? null : logger.getClass().getClassLoader();
        if (loader == null
                || loader == SharedLogger.class.getClassLoader()
                || loader == ClassLoader.getPlatformClassLoader()) {
            return false;
        }
        LogSink sink = BundleLogManager.sink();
        Object tenant = sink == null ? null : sink.tenant(loader);
        // A bundle that is gone has no tenant.
        return tenant == null || tenant != sink.tenant();
    }

    /** The handlers that no bundle has added. */
    final Handler[] ownHandlers() {
        return super.getHandlers();
    }

    @Override
    public Handler[] getHandlers() {
        LogSink sink = BundleLogManager.sink();
        boolean root = getName().isEmpty();
        if (sink == null) {
            return root ? BundleLogManager.top().getHandlers() : super.getHandlers();
        }
        List<Guest> others = guests;
        Object tenant = others.isEmpty() ? null : sink.tenant();
        if (!root && tenant == null) {
            return super.getHandlers();
        }
        List<Handler> all = new ArrayList<>();
        if (root) {
            all.add(sink);
        }
        all.addAll(List.of(super.getHandlers()));
        for (Guest guest : others) {
            if (tenant != null && guest.tenant() == tenant) {
                all.add(guest.handler());
            }
        }
        return all.toArray(Handler[]::new);
    }

    @Override
    public void addHandler(Handler handler) {
        LogSink sink = BundleLogManager.sink();
        ClassLoader guest = guest(sink);
        if (guest != null && handler != null) {
            add(new Guest(handler, guest, sink.tenant(guest)));
        } else if (getName().isEmpty() && sink == null) {
            BundleLogManager.top().addHandler(handler);
        } else {
            super.addHandler(handler);
        }
    }

    private void add(Guest guest) {
        synchronized (change) {
            List<Guest> all = new ArrayList<>(guests);
            all.add(guest);
            guests = List.copyOf(all);
        }
    }

    @Override
    public void removeHandler(Handler handler) {
        LogSink sink = BundleLogManager.sink();
        if (handler != null && handler == sink) {
            sink.noteHarm("removed the log from");
        } else if (!remove(handler)) {
            if (getName().isEmpty()) {
                BundleLogManager.top().removeHandler(handler);
            }
            super.removeHandler(handler);
        }
    }

    private boolean remove(Handler handler) {
        synchronized (change) {
            List<Guest> left = new ArrayList<>(guests);
            boolean removed = left.removeIf(guest -> guest.handler() == handler);
            guests = List.copyOf(left);
            return removed;
        }
    }

    @Override
    public void setFilter(Filter filter) {
        LogSink sink = BundleLogManager.sink();
        ClassLoader guest = guest(sink);
        if (guest == null) {
            super.setFilter(filter);
        } else if (!isConfigured()) {
            super.setFilter(filter == null ? null : new GuestFilter(filter, guest, sink.tenant(guest)));
        }
    }

    /** Bundles cannot change the level of the root and of the runtime's loggers. */
    @Override
    public void setLevel(Level level) {
        LogSink sink = BundleLogManager.sink();
        if (!isConfigured() || guest(sink) == null) {
            super.setLevel(level);
            if (getName().isEmpty()) {
                BundleLogManager.top().setLevel(level);
            }
        } else if (level != getLevel()) {
            sink.noteHarm("changed levels of");
        }
    }

    @Override
    public void setUseParentHandlers(boolean use) {
        if (!isConfigured() || guest(BundleLogManager.sink()) == null) {
            super.setUseParentHandlers(use);
        }
    }

    @Override
    public void setParent(Logger parent) {
        if (!getName().isEmpty()) {
            super.setParent(parent);
        }
    }

    /** The class loader of the calling bundle; {@code null} if the runtime calls, or no log is open. */
    private static ClassLoader guest(LogSink sink) {
        if (sink == null) {
            return null;
        }
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return sink.tenant(context) != null ? context : caller();
    }

    /** The class loader of the innermost caller outside of Java; {@code null} for the runtime's. */
    private static ClassLoader caller() {
        ClassLoader runtime = SharedLogger.class.getClassLoader();
        ClassLoader caller = StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.map(StackWalker.StackFrame::getDeclaringClass)
                        .filter(type -> type.getPackage() != SharedLogger.class.getPackage())
                        .map(Class::getClassLoader)
                        .filter(loader -> loader != null && loader != ClassLoader.getPlatformClassLoader())
                        .findFirst()
                        .orElse(runtime));
        return caller == runtime ? null : caller;
    }

    void giveBack(ClassLoader loader, List<String> found) {
        synchronized (change) {
            List<Guest> left = new ArrayList<>(guests);
            left.removeIf(guest -> {
                boolean going =
                        guest.by() == loader || guest.handler().getClass().getClassLoader() == loader;
                if (going) {
                    found.add("log handler " + guest.handler().getClass().getName());
                    if (guest.handler().getClass() == FileHandler.class) {
                        guest.handler().close();
                    }
                }
                return going;
            });
            guests = List.copyOf(left);
        }
        if (getFilter() instanceof GuestFilter guest
                && (guest.by() == loader || guest.filter().getClass().getClassLoader() == loader)) {
            super.setFilter(null);
            found.add("log filter " + guest.filter().getClass().getName());
        }
    }
}
