package io.funclet.host.framework.component;

import java.net.URL;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWiring;

/** What a bundle carries for itself, although it works only if others have the same. Runs no code of the bundle. */
public final class CarriedCopy {

    private static final String PACKAGES = PackageNamespace.PACKAGE_NAMESPACE;

    private static final String LOGGING = "org.slf4j.LoggerFactory";

    /** By these, a copy of SLF4J finds an implementation: since version 2, and before. */
    private static final String PROVIDER = "org.slf4j.spi.SLF4JServiceProvider";

    private static final String BINDER = "org.slf4j.impl.StaticLoggerBinder";

    private CarriedCopy() {}

    /**
     * Why a bundle does not see a service of OSGi's specifications; empty if it does, or the service is another.
     *
     * @param bundle resolved, or nothing is found
     * @param service the name of an interface
     */
    public static Optional<String> ofService(Bundle bundle, String service) {
        return service.startsWith("org.osgi.") && isPrivate(bundle, service)
                ? Optional.of("the jar carries a copy of " + packageOf(service)
                        + ", so it does not see what others provide: leave that package out of the jar, and import it")
                : Optional.empty();
    }

    /**
     * That lines of a function go nowhere; empty if they do not.
     *
     * @param bundle resolved, or nothing is found
     */
    public static Optional<String> ofLogging(Bundle bundle) {
        return isPrivate(bundle, LOGGING)
                        && bundle.adapt(BundleWiring.class)
                                .listResources("META-INF/services", PROVIDER, BundleWiring.LISTRESOURCES_LOCAL)
                                .isEmpty()
                        && !holds(bundle, BINDER)
                ? Optional.of("carries slf4j-api without an implementation: its log lines are lost; leave slf4j-api"
                        + " out of the jar (in Maven by the scope provided), and import org.slf4j")
                : Optional.empty();
    }

    /** Whether it has the class, and neither imports nor exports its package. */
    private static boolean isPrivate(Bundle bundle, String className) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        String name = packageOf(className);
        return wiring != null
                && holds(bundle, className)
                && wiring.getRequiredWires(PACKAGES).stream()
                        .noneMatch(wire ->
                                name.equals(wire.getCapability().getAttributes().get(PACKAGES)))
                && wiring.getCapabilities(PACKAGES).stream()
                        .noneMatch(export -> name.equals(export.getAttributes().get(PACKAGES)));
    }

    private static String packageOf(String className) {
        return className.substring(0, Math.max(0, className.lastIndexOf('.')));
    }

    /** Also in jars that it carries. */
    static boolean holds(Bundle bundle, String className) {
        URL file = bundle.getResource(className.replace('.', '/') + ".class");
        return file != null && "bundle".equals(file.getProtocol());
    }
}
