package io.funclet.host.deploy.check;

import io.funclet.api.FunctionHandler;
import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.RequestedLimits;
import io.funclet.host.config.RequestedNames;
import io.funclet.host.deploy.component.ComponentDescriptions;
import io.funclet.host.deploy.component.ConfigurationCheck;
import io.funclet.host.deploy.component.DeclaredComponent;
import io.funclet.host.deploy.component.DeclaredComponent.Need;
import io.funclet.host.deploy.configuration.ConfigurationGeneration;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.status.Explanation;
import io.funclet.host.deploy.status.Explanation.Tone;
import io.funclet.host.framework.component.ActivatorClass;
import io.funclet.host.framework.component.ComponentClass;
import io.funclet.host.framework.component.PrivateApiCopy;
import io.funclet.host.framework.component.UnsatisfiedComponents;
import io.funclet.host.framework.isolation.PlatformBoundary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.wiring.BundleWiring;

/** What a runtime would find out at the start of a bundle, by the XML and the classes of its components. */
final class ComponentCheck {

    private final Bundle bundle;
    private final List<DeclaredComponent> components;

    /** What the other jars of the directory declare. */
    private final Map<StagedJar, ComponentDescriptions> others = new LinkedHashMap<>();

    /** From the files beside the jar. */
    private final ConfigurationGeneration configuration;

    /** Whether activators may register further services. */
    private final boolean activators;

    private final ServiceNeeds needs;

    ComponentCheck(
            Bundle bundle,
            List<DeclaredComponent> components,
            Map<Bundle, StagedJar> neighbours,
            ConfigurationGeneration configuration) {
        this.configuration = configuration;
        this.bundle = bundle;
        this.components = components;
        neighbours.forEach((neighbour, jar) -> others.put(jar, ComponentDescriptions.valid(neighbour)));
        activators = Stream.concat(Stream.of(bundle), neighbours.keySet().stream())
                .anyMatch(one -> one.getHeaders("").get(Constants.BUNDLE_ACTIVATOR) != null);
        needs = new ServiceNeeds(bundle, all().toList(), configuration, activators);
    }

    /** Those of the whole directory. */
    private Stream<DeclaredComponent> all() {
        return Stream.concat(
                components.stream(), others.values().stream().flatMap(other -> other.components().stream()));
    }

    /** Adds what it would be rejected for. Returns whether there is nothing. */
    boolean addFaults(List<Explanation> because) {
        // Each reason once.
        Set<String> faults = new LinkedHashSet<>();
        // Of components that may never be activated.
        Set<String> doubts = new LinkedHashSet<>();
        PlatformBoundary.conflict(bundle).ifPresent(faults::add);
        if (carriesTheApi()) {
            faults.add(PrivateApiCopy.inTheBundleItself());
        }
        for (DeclaredComponent component : components) {
            if (component.isFunction()) {
                addPropertyFaults(component, faults);
            }
            if (bundle.getState() != Bundle.INSTALLED) {
                classFault(component).ifPresent((isNeeded(component) ? faults : doubts)::add);
            }
        }
        if (bundle.getState() != Bundle.INSTALLED) {
            if (bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null) {
                ActivatorClass.fault(bundle).map("would not start: "::concat).ifPresent(faults::add);
            }
            faults.addAll(ConfigurationCheck.faults(bundle, components, configuration));
        }
        faults.forEach(fault -> because.add(Explanation.bad(fault)));
        doubts.forEach(doubt -> because.add(Explanation.neutral(doubt)));
        return faults.isEmpty();
    }

    private boolean carriesTheApi() {
        String imports = bundle.getHeaders("").get(Constants.IMPORT_PACKAGE);
        return bundle.getEntry(FunctionHandler.class.getName().replace('.', '/') + ".class") != null
                && (imports == null || !imports.contains(FunctionHandler.class.getPackageName()));
    }

    private static void addPropertyFaults(DeclaredComponent function, Set<String> faults) {
        Object names = function.properties().get(DeclaredComponent.FUNCTION_NAME);
        if (names == null) {
            faults.add("component " + function.name() + " is a function without the property "
                    + DeclaredComponent.FUNCTION_NAME);
        }
        try {
            if (names != null) {
                RequestedNames.require(names);
            }
            RequestedLimits.ofProperties(function.properties()::get);
        } catch (IllegalArgumentException wrong) {
            faults.add("component " + function.name() + " has a wrong property " + wrong.getMessage());
        }
    }

    private Optional<String> classFault(DeclaredComponent component) {
        return component.classes().stream()
                .findFirst()
                .flatMap(name -> new ComponentClass(owner(), component.name(), name, component.provides())
                        .fault(component.parameters(), component.activate()));
    }

    /** Whose classes they are: those of a fragment are its host's. */
    private Bundle owner() {
        return bundle.adapt(BundleWiring.class).getRequiredWires(HostNamespace.HOST_NAMESPACE).stream()
                .map(wire -> wire.getProvider().getBundle())
                .findFirst()
                .orElse(bundle);
    }

    /** A component without services is activated by itself; one that a function needs, with the function. */
    private boolean isNeeded(DeclaredComponent component) {
        return component.isFunction()
                || component.provides().isEmpty()
                || components.stream()
                        .filter(DeclaredComponent::isFunction)
                        .flatMap(function -> function.needs().stream())
                        .map(Need::service)
                        .anyMatch(need -> needs.providers(need).equals(List.of(component)));
    }

    /** Adds the functions it brings, and the services it would wait for. Returns whether it would wait for none. */
    boolean addFunctions(List<Explanation> because) {
        // Other bundles need not be affected.
        others.forEach((jar, other) -> other.faults()
                .forEach(fault -> because.add(Explanation.neutral(
                        jar.source().getFileName() + " does not offer all that it should: " + fault))));
        boolean satisfied = true;
        for (DeclaredComponent component : components) {
            List<Explanation> waits = waits(component);
            satisfied &= waits.stream().noneMatch(Explanation::isBad);
            if (!component.bringsFunctions()) {
                because.addAll(waits);
                continue;
            }
            for (String function : component.functions()) {
                List<Explanation> about = new ArrayList<>(waits);
                others.forEach((jar, other) -> {
                    if (other.components().stream()
                            .anyMatch(one -> one.functions().contains(function))) {
                        about.add(Explanation.neutral(jar + " offers it, too"));
                    }
                });
                because.add(Explanation.neutral("brings function " + function, about));
            }
        }
        return satisfied;
    }

    /** Adds the configured functions that no jar of the directory offers. */
    void addUnoffered(List<FunctionConfig> functions, List<Explanation> because) {
        for (FunctionConfig function : functions) {
            boolean offered = activators
                    || all().anyMatch(component -> component.functions().contains(function.component()));
            if (!offered) {
                because.add(Explanation.neutral("no jar of the directory offers " + function.component()
                        + ", which the configuration names for function " + function.name()));
            }
        }
    }

    private List<Explanation> waits(DeclaredComponent component) {
        List<Explanation> waits = new ArrayList<>();
        String name = "component " + component.name();
        if (!component.enabled()) {
            waits.add(new Explanation(
                    component.isFunction() ? Tone.BAD : Tone.NEUTRAL,
                    name + " is disabled; nothing but another component can enable it",
                    List.of()));
        }
        if (component.configured() && configuration.filesOf(component.pids()).isEmpty()) {
            waits.add(Explanation.bad(name + " " + UnsatisfiedComponents.waitsForConfiguration(component.pids())));
        }
        waits.addAll(needs.of(component));
        return waits;
    }
}
