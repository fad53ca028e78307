package io.funclet.host.framework;

import java.util.logging.Level;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/**
 * What SCR has to say and nobody would learn otherwise: exceptions of components that are deactivated, or whose
 * references change, and descriptions of components that are not valid.
 *
 * <p>Of the rest of its log, what prevents an activation is asked for and told in one line, by {@link Diagnosis}; below
 * errors it is about SCR itself.
 */
final class ComponentLog implements LoggerFactory {

    private static final java.util.logging.Logger LOG = java.util.logging.Logger.getLogger("org.apache.felix.scr");

    private ComponentLog() {}

    /** From now on, SCR logs here. To be called before it starts. */
    static void register(BundleContext host) {
        host.registerService(LoggerFactory.class, new ComponentLog(), null);
    }

    @Override
    public Logger getLogger(String name) {
        return new ErrorLogger(name);
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
        return type.cast(getLogger(name));
    }

    /** SCR names bundle and component in what it logs. */
    private static final class ErrorLogger extends SilentLogger {

        ErrorLogger(String name) {
            super(name);
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }

        @Override
        public void error(String message, Object thrown) {
            if (!ToldOtherwise.is(thrown)) {
                LOG.log(Level.WARNING, message, thrown instanceof Throwable failure ? failure : null);
            }
        }
    }
}
