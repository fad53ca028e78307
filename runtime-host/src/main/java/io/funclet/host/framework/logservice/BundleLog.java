package io.funclet.host.framework.logservice;

import java.util.logging.Level;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.log.FormatterLogger;
import org.osgi.service.log.LogService;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/** The LogService of one bundle (OSGi Compendium, chapter 101). Without threads, and without state. */
@SuppressWarnings("deprecation") // Bundles still use the methods of before version 1.4 of the package.
public final class BundleLog implements LogService {

    /** The package of the service, which this process shares with all bundles. */
    public static final String EXPORT = BundleLog.PACKAGE + ";version=\"1.5\"";

    private static final String PACKAGE = "org.osgi.service.log";

    private final Bundle bundle;

    private BundleLog(Bundle bundle) {
        this.bundle = bundle;
    }

    /** Registers the service. Each function bundle gets an object of its own. */
    public static void register(BundleContext host) {
        host.registerService(
                new String[] {LogService.class.getName(), LoggerFactory.class.getName()},
                new ServiceFactory<Object>() {

                    @Override
                    public Object getService(Bundle user, ServiceRegistration<Object> registration) {
                        return new BundleLog(user);
                    }

                    @Override
                    public void ungetService(Bundle user, ServiceRegistration<Object> registration, Object service) {}
                },
                null);
    }

    @Override
    public Logger getLogger(String name) {
        return getLogger(name, Logger.class);
    }

    @Override
    public Logger getLogger(Class<?> type) {
        return getLogger(type.getName());
    }

    @Override
    public <L extends Logger> L getLogger(String name, Class<L> type) {
        return getLogger(bundle, name, type);
    }

    @Override
    public <L extends Logger> L getLogger(Class<?> named, Class<L> type) {
        return getLogger(named.getName(), type);
    }

    @Override
    public <L extends Logger> L getLogger(Bundle owner, String name, Class<L> type) {
        if (type != Logger.class && type != FormatterLogger.class) {
            throw new IllegalArgumentException(
                    type.getName() + " is no type of logger: take Logger or FormatterLogger of " + PACKAGE);
        }
        return type.cast(new BundleLogger(owner, name, type == FormatterLogger.class));
    }

    @Override
    public void log(int level, String message) {
        log(null, level, message, null);
    }

    @Override
    public void log(int level, String message, Throwable exception) {
        log(null, level, message, exception);
    }

    @Override
    public void log(ServiceReference<?> service, int level, String message) {
        log(service, level, message, null);
    }

    @Override
    public void log(ServiceReference<?> service, int level, String message, Throwable exception) {
        new BundleLogger(bundle, "LogService", false).publish(level(level), message, service, exception);
    }

    /** Other numbers are those of levels that a bundle has made up, all of less weight. */
    private static Level level(int number) {
        return switch (number) {
            case LOG_ERROR -> Level.SEVERE;
            case LOG_WARNING -> Level.WARNING;
            case LOG_INFO -> Level.INFO;
            case LOG_DEBUG -> Level.FINE;
            default -> Level.FINEST;
        };
    }
}
