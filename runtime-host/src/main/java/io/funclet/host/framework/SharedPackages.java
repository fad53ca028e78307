package io.funclet.host.framework;

import io.funclet.api.FunctionHandler;
import io.funclet.host.framework.weaving.ProcessCallWeaver;
import java.io.IOException;
import java.util.StringJoiner;
import org.osgi.framework.Constants;
import org.slf4j.Logger;

/**
 * What the process lends to function bundles from its own class path, and nothing else: the function API, SLF4J, so
 * that what a function logs arrives in the runtime's log, and what woven code calls.
 */
final class SharedPackages {

    /** What {@code @FunctionName} requires. */
    static final String CAPABILITIES =
            "osgi.implementation;osgi.implementation=\"io.funclet\";version:Version=\"1.0.0\"";

    private SharedPackages() {}

    /** The packages with their versions, as the jars' own manifests say, so that there is one source for both. */
    static String exports() throws IOException {
        StringJoiner exports = new StringJoiner(",").add(ProcessCallWeaver.EXPORT);
        for (Class<?> shared : new Class<?>[] {FunctionHandler.class, Logger.class}) {
            exports.add(ClassPathJars.manifestOf(shared).getMainAttributes().getValue(Constants.EXPORT_PACKAGE));
        }
        return exports.toString();
    }
}
