package io.funclet.host.framework.scr;

import io.funclet.host.framework.logservice.LevelLogger;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.logging.Level;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/**
 * SCR's log. It logs exceptions of components that are deactivated or whose references change, and keeps warnings about
 * component descriptions for the report of their bundle's start. It drops the rest: {@code framework.component} explains
 * what prevents an activation, and below errors SCR logs only about itself.
 */
public final class ScrLog implements LoggerFactory {

    private static final java.util.logging.Logger LOG = java.util.logging.Logger.getLogger("org.apache.felix.scr");

    /** On the stack while SCR reads descriptions. */
    private static final String READING = "org.apache.felix.scr.impl.BundleComponentActivator.initialize";

    /** On the stack while SCR checks a description that it has read. */
    private static final String VALIDATION = "org.apache.felix.scr.impl.BundleComponentActivator.validateAndRegister";

    /** Weak: entries go with their bundles. */
    private static final Map<Bundle, ScrWarnings> COMPLAINTS = Collections.synchronizedMap(new WeakHashMap<>());

    private ScrLog() {}

    /** From now on, SCR logs here. Must be called before SCR starts. */
    public static void register(BundleContext host) {
        host.registerService(LoggerFactory.class, new ScrLog(), null);
    }

    public static ScrWarnings complaints(Bundle bundle) {
        return COMPLAINTS.getOrDefault(bundle, ScrWarnings.NONE);
    }

    @Override
    public Logger getLogger(String name) {
        return new ErrorLogger(name, null);
    }

    @Override
    public Logger getLogger(Class<?> type) {
        return getLogger(type.getName());
    }

    @Override
    public <L extends Logger> L getLogger(String name, Class<L> type) {
        return type.cast(getLogger(name));
    }

    @Override
    public <L extends Logger> L getLogger(Class<?> named, Class<L> type) {
        return type.cast(getLogger(named));
    }

    @Override
    public <L extends Logger> L getLogger(Bundle bundle, String name, Class<L> type) {
        return type.cast(new ErrorLogger(name, bundle));
    }

    /** SCR names bundle and component in what it logs. */
    private static final class ErrorLogger extends LevelLogger {

        /** {@code null} for SCR's own logger. */
        private final Bundle bundle;

        ErrorLogger(String name, Bundle bundle) {
            super(name);
            this.bundle = bundle;
        }

        @Override
        protected boolean isEnabled(Level level) {
            return level == Level.SEVERE;
        }

        /** Without an exception, only messages about descriptions matter. */
        @Override
        protected void log(Level level, String message, Object... arguments) {
            if (level == Level.SEVERE && arguments.length == 1) {
                report(message, arguments[0]);
            } else if (level == Level.SEVERE
                    && arguments.length == 0
                    && bundle != null
                    && callers().contains(READING)) {
                complain(false, message, null);
            }
        }

        private void report(String message, Object thrown) {
            Throwable failure = thrown instanceof Throwable throwable ? throwable : null;
            Set<String> callers = callers();
            if (bundle != null && callers.contains(READING)) {
                complain(callers.contains(VALIDATION), message, failure);
            } else if (!ScrDuplicateFilter.is(thrown)) {
                LOG.log(Level.WARNING, message, failure);
            }
        }

        private void complain(boolean ofAComponent, String message, Throwable failure) {
            String phrase = phrase(ofAComponent, message, failure);
            COMPLAINTS.compute(bundle, (it, known) -> {
                ScrWarnings before = known == null ? ScrWarnings.NONE : known;
                return ofAComponent ? before.withComponent(phrase) : before.withDocument(phrase);
            });
        }

        /** For a component, the exception says all: the message only adds the bundle, which the reader knows. */
        private static String phrase(boolean ofAComponent, String message, Throwable failure) {
            String why = failure == null ? null : failure.getMessage();
            if (why == null || why.isEmpty()) {
                return message;
            }
            return ofAComponent ? ScrWarnings.phrase(failure) : message + ": " + why;
        }

        private static Set<String> callers() {
            return StackWalker.getInstance()
                    .walk(frames -> frames.map(frame -> frame.getClassName() + "." + frame.getMethodName())
                            .collect(Collectors.toSet()));
        }
    }
}
