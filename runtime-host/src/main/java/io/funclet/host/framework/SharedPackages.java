package io.funclet.host.framework;

import io.funclet.api.FunctionHandler;
import io.funclet.host.framework.logservice.BundleLog;
import io.funclet.host.framework.serviceloader.ProviderRegistration;
import io.funclet.host.framework.weaving.ProcessCallWeaver;
import java.io.IOException;
import java.util.StringJoiner;
import org.osgi.framework.Constants;
import org.slf4j.Logger;

/**
 * The packages that the process exports to function bundles: the function API, SLF4J and LogService for their logs,
 * ConfigurationAdmin, and what woven code calls.
 */
final class SharedPackages {

    /** The capability that {@code @FunctionName} requires, and what bundles with service providers require. */
    static final String CAPABILITIES =
            "osgi.implementation;osgi.implementation=\"io.funclet\";version:Version=\"1.0.0\","
                    + ProviderRegistration.CAPABILITIES;

    /** SLF4J 2 says that two of its packages are those of 1.7, too. These are as well. */
    private static final String SLF4J_1 = "org.slf4j.spi;org.slf4j.event;version=\"1.7.36\"";

    private SharedPackages() {}

    /** The packages with their versions, from the jars' own manifests. */
    static String exports() throws IOException {
        StringJoiner exports = new StringJoiner(",")
                .add(ProcessCallWeaver.EXPORT)
                .add(ConfigurationAdminBundle.EXPORT)
                .add(BundleLog.EXPORT)
                .add(SLF4J_1);
        for (Class<?> shared : new Class<?>[] {FunctionHandler.class, Logger.class}) {
            exports.add(ClassPathJars.manifestOf(shared).getMainAttributes().getValue(Constants.EXPORT_PACKAGE));
        }
        return exports.toString();
    }
}
