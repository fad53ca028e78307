package io.funclet.host.framework.component;

import io.funclet.host.config.RequestedNames;
import io.funclet.host.framework.scr.ComponentRuntime;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.namespace.IdentityNamespace;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.slf4j.Logger;

/** Finds probable mistakes in one bundle that works, for its author. */
public final class BundleHints {

    /** Capabilities that each bundle has, or that only announce services. */
    private static final Set<String> NOTHING_BY_ITSELF = Set.of(
            IdentityNamespace.IDENTITY_NAMESPACE,
            BundleNamespace.BUNDLE_NAMESPACE,
            HostNamespace.HOST_NAMESPACE,
            "osgi.service");

    private static final String SLF4J_PROVIDER = "org.slf4j.spi.SLF4JServiceProvider";

    /** The hint that a bundle brings nothing. */
    public static final List<String> NOTHING =
            List.of("brings nothing: no component, no activator, no exported package;"
                    + " if it has components, its build did not process their annotations");

    private final Bundle bundle;
    private final Collection<ComponentDescriptionDTO> components;

    private BundleHints(ServiceComponentRuntime runtime, Bundle bundle) {
        this.bundle = bundle;
        this.components = runtime.getComponentDescriptionDTOs(bundle);
    }

    /** The hints for a started bundle. */
    public static List<String> of(BundleContext host, Bundle bundle) {
        return ComponentRuntime.ask(host, List.of(), runtime -> new BundleHints(runtime, bundle).all());
    }

    private List<String> all() {
        if (bringsNothing()) {
            return NOTHING;
        }
        List<String> hints = new ArrayList<>();
        Map<String, Collection<String>> functions = new TreeMap<>();
        if (hasUnusedLogging()) {
            hints.add("brings an implementation of SLF4J, which is not used: functions log by the runtime's, and its"
                    + " configuration has no effect; a function that carries SLF4J itself has its own");
        }
        if (hasItsOwnLogging()) {
            CarriedCopy.ofLogging(bundle).ifPresent(hints::add);
        }
        for (ComponentDescriptionDTO component : components) {
            if (!FunctionInterfaces.areIn(List.of(component.serviceInterfaces))) {
                if (component.properties.containsKey(RequestedNames.PROPERTY)) {
                    hints.add(noFunction(component.name));
                }
            } else if (component.factory != null) {
                hints.add(factory(component.name, component.factory));
            } else {
                functions.put(component.name, RequestedNames.of(component.properties.get(RequestedNames.PROPERTY)));
            }
        }
        hints.addAll(sharedNames(functions));
        return hints;
    }

    /**
     * A phrase for each name that several components of a bundle have.
     *
     * @param functions the names of each component
     */
    public static List<String> sharedNames(Map<String, Collection<String>> functions) {
        Map<String, Set<String>> owners = new TreeMap<>();
        functions.forEach((component, names) -> names.forEach(
                name -> owners.computeIfAbsent(name, one -> new TreeSet<>()).add(component)));
        return owners.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(entry -> "components " + String.join(" and ", entry.getValue()) + " have the same "
                        + RequestedNames.PROPERTY + " " + entry.getKey()
                        + ", and only one of them serves: give each a name of its own")
                .toList();
    }

    private boolean bringsNothing() {
        return components.isEmpty()
                && bundle.getHeaders("").get(Constants.BUNDLE_ACTIVATOR) == null
                && bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null
                && bundle.getRegisteredServices() == null
                && bundle.getEntryPaths("META-INF/services") == null
                && bundle.adapt(BundleRevision.class).getDeclaredCapabilities(null).stream()
                        .allMatch(capability -> NOTHING_BY_ITSELF.contains(capability.getNamespace()));
    }

    /** Whether it has a provider for the runtime's SLF4J, which has one. */
    private boolean hasUnusedLogging() {
        if (bundle.getEntry("META-INF/services/" + SLF4J_PROVIDER) == null) {
            return false;
        }
        try {
            return bundle.loadClass(SLF4J_PROVIDER).getClassLoader() == Logger.class.getClassLoader();
        } catch (ClassNotFoundException | LinkageError notItsKind) {
            return false;
        }
    }

    private boolean hasItsOwnLogging() {
        URL file = bundle.getResource("org/slf4j/LoggerFactory.class");
        return file != null && "bundle".equals(file.getProtocol());
    }

    public static String factory(String component, String factory) {
        return "component " + component + " is a factory (" + factory + "), and nothing makes a function of it";
    }

    public static String noFunction(String component) {
        return "component " + component + " has a " + RequestedNames.PROPERTY
                + ", and is no function: it does not provide "
                + FunctionInterfaces.WORDS
                // DS takes the interfaces that the class itself names.
                + "; if a superclass implements it, add it to the annotation: @Component(service = TypedFunction.class)";
    }
}
