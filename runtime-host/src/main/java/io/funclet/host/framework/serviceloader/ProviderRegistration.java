package io.funclet.host.framework.serviceloader;

import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleWiring;

/** Registers providers as OSGi services for a bundle that requires the registrar (OSGi Compendium, chapter 133.5). */
public final class ProviderRegistration {

    private static final String NAMESPACE = "osgi.serviceloader";
    private static final String EXTENDER = "osgi.extender";
    private static final String REGISTRAR = NAMESPACE + ".registrar";
    private static final String MEDIATOR = "serviceloader.mediator";

    /**
     * What the framework provides, so that bundles resolve that were made for a mediator. SLF4J's API asks for a provider of
     * it: functions use the runtime's.
     */
    public static final String CAPABILITIES = EXTENDER + ";" + EXTENDER + "=\"" + NAMESPACE
            + ".processor\";version:Version=\"1.0\"," + EXTENDER + ";" + EXTENDER + "=\"" + REGISTRAR
            + "\";version:Version=\"1.0\"," + NAMESPACE + ";" + NAMESPACE
            + "=\"org.slf4j.spi.SLF4JServiceProvider\"";

    private ProviderRegistration() {}

    /**
     * Registers the providers of a bundle that has started. Their classes are loaded when a service is used. The framework
     * unregisters them when the bundle stops.
     */
    public static void of(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        BundleContext context = bundle.getBundleContext();
        if (wiring == null || context == null) {
            return;
        }
        List<BundleCapability> capabilities = wiring.getCapabilities(NAMESPACE);
        if (!capabilities.isEmpty()
                && wiring.getRequiredWires(EXTENDER).stream()
                        .anyMatch(wire -> REGISTRAR.equals(
                                wire.getCapability().getAttributes().get(EXTENDER)))) {
            capabilities.forEach(capability -> register(context, wiring, capability));
        }
    }

    private static void register(BundleContext context, BundleWiring wiring, BundleCapability capability) {
        String service = String.valueOf(capability.getAttributes().get(NAMESPACE));
        String only = capability.getDirectives().get("register");
        for (String provider : ServiceFile.providers(wiring.getClassLoader(), service)) {
            if (only == null || only.equals(provider)) {
                context.registerService(service, new Instances(provider), properties(capability));
            }
        }
    }

    private static Dictionary<String, Object> properties(BundleCapability capability) {
        Map<String, Object> properties = new HashMap<>();
        capability.getAttributes().forEach((name, value) -> {
            if (!name.startsWith(".") && !name.equals(NAMESPACE)) {
                properties.put(name, value);
            }
        });
        properties.put(MEDIATOR, Constants.SYSTEM_BUNDLE_ID);
        return FrameworkUtil.asDictionary(properties);
    }

    /**
     * One instance for each bundle.
     *
     * @param provider the name of the class
     */
    private record Instances(String provider) implements ServiceFactory<Object> {

        @Override
        public Object getService(Bundle user, ServiceRegistration<Object> registration) {
            try {
                return registration
                        .getReference()
                        .getBundle()
                        .loadClass(provider)
                        .getDeclaredConstructor()
                        .newInstance();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("the service provider " + provider + " cannot be instantiated", e);
            }
        }

        @Override
        public void ungetService(Bundle user, ServiceRegistration<Object> registration, Object service) {
            // It has no callback for its end.
        }
    }
}
