package io.funclet.host.framework;

import java.io.IOException;
import java.util.Hashtable;
import java.util.Map;
import org.apache.felix.cm.PersistenceManager;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** A ConfigurationAdmin of Felix, as a bundle of its own for each group of bundles that must not see those of others. */
public final class ConfigurationAdminBundle {

    /** The package of the service, which this process shares with all bundles. */
    static final String EXPORT = "org.osgi.service.cm;version=\"1.6\"";

    /** Between the file name and the mark in a location. */
    static final char MARK = '#';

    /** The bundles that may be seen need not have the location to which a configuration is bound. */
    private static final String FOR_ALL = "?";

    private ConfigurationAdminBundle() {}

    /**
     * Starts one that has these configurations.
     *
     * @param mark tells it from others
     * @param configurations by PID, or factory PID and name with {@code ~} between them
     */
    public static Bundle start(BundleContext host, String mark, Map<String, Map<String, Object>> configurations)
            throws IOException, BundleException {
        Bundle bundle = host.installBundle(PlatformBundle.locationOf(fileName()) + MARK + mark);
        try {
            bundle.start(Bundle.START_TRANSIENT);
            fill(bundle.getBundleContext(), configurations);
            return bundle;
        } catch (IOException | BundleException | RuntimeException e) {
            bundle.uninstall();
            throw e;
        }
    }

    @SuppressWarnings("JdkObsolete") // The service takes a Dictionary.
    private static void fill(BundleContext context, Map<String, Map<String, Object>> configurations)
            throws IOException {
        ServiceReference<ConfigurationAdmin> reference = context.getServiceReference(ConfigurationAdmin.class);
        ConfigurationAdmin admin = context.getService(reference);
        for (Map.Entry<String, Map<String, Object>> entry : configurations.entrySet()) {
            String pid = entry.getKey();
            int end = pid.indexOf('~');
            Configuration configuration = end < 0
                    ? admin.getConfiguration(pid, FOR_ALL)
                    : admin.getFactoryConfiguration(pid.substring(0, end), pid.substring(end + 1), FOR_ALL);
            configuration.update(new Hashtable<>(entry.getValue()));
        }
        context.ungetService(reference);
    }

    /** Whether a bundle is one of these. */
    static boolean is(Bundle bundle) {
        return bundle.getLocation().indexOf(MARK) > 0 && PlatformBundle.fileNameOf(bundle.getLocation()) != null;
    }

    /** Stops and removes one. */
    public static void remove(Bundle bundle) {
        try {
            bundle.uninstall();
        } catch (BundleException | IllegalStateException stoppedBefore) {
            // The framework stops, and removes all.
        }
    }

    private static String fileName() throws IOException {
        return ClassPathJars.source(PersistenceManager.class).getFileName().toString();
    }
}
