package io.funclet.host.deploy.check;

import io.funclet.host.deploy.component.DeclaredComponent;
import io.funclet.host.deploy.component.DeclaredComponent.Need;
import io.funclet.host.deploy.configuration.ConfigurationGeneration;
import io.funclet.host.deploy.status.Explanation;
import io.funclet.host.framework.component.CarriedCopy;
import io.funclet.host.framework.component.UnsatisfiedComponents;
import io.funclet.host.framework.requirement.FilterText;
import io.funclet.host.framework.requirement.KnownProviders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;

/**
 * What the references of a bundle's components would find.
 *
 * @param components all of the directory
 * @param configuration from the files beside the jar
 * @param activators whether activators may register further services
 */
record ServiceNeeds(
        Bundle bundle, List<DeclaredComponent> components, ConfigurationGeneration configuration, boolean activators) {

    /** The components that provide a service. */
    List<DeclaredComponent> providers(String service) {
        return components.stream()
                .filter(component -> component.provides().contains(service))
                .toList();
    }

    /** What a component would wait for. */
    List<Explanation> of(DeclaredComponent component) {
        List<Explanation> waits = new ArrayList<>();
        for (Need need : component.needs()) {
            String target = target(component, need);
            String waiting = "component " + component.name() + " would wait for service " + need.service();
            Optional<Filter> filter = filter(target);
            if (!target.isEmpty() && filter.isEmpty()) {
                waits.add(Explanation.bad(waiting
                        + UnsatisfiedComponents.ofReference(need.name())
                        + UnsatisfiedComponents.noFilter(target)));
                continue;
            }
            Optional<String> advice = CarriedCopy.ofService(bundle, need.service())
                    .or(() -> KnownProviders.advice(List.of(need.service())));
            List<DeclaredComponent> providers = providers(need.service());
            // The platform provides the other services of OSGi.
            if (providers.isEmpty() && (!need.service().startsWith("org.osgi.") || advice.isPresent())) {
                waits.add(wait(waiting + ", which no component provides"
                        + advice.map(words -> "; " + words).orElse("")));
            } else if (!providers.isEmpty()
                    && filter.isPresent()
                    && providers.stream().noneMatch(provider -> mayMatch(provider, filter.get()))) {
                waits.add(wait(waiting + UnsatisfiedComponents.ofReference(need.name()) + ", with "
                        + FilterText.of(target) + "; " + providers.get(0).name() + " provides it without that"));
            }
        }
        return waits;
    }

    private Explanation wait(String words) {
        return activators ? Explanation.neutral(words + "; an activator may") : Explanation.bad(words);
    }

    /** A property of the component replaces the one of its reference (OSGi Compendium, chapter 112.6). */
    private static String target(DeclaredComponent component, Need need) {
        return component.properties().get(need.name() + ".target") instanceof String replaced
                ? replaced
                : need.target();
    }

    /** Empty if it is none. */
    private static Optional<Filter> filter(String target) {
        try {
            return Optional.of(FrameworkUtil.createFilter(target));
        } catch (InvalidSyntaxException none) {
            return Optional.empty();
        }
    }

    /** By the properties that it declares, unless a configuration adds others, or the framework does. */
    private boolean mayMatch(DeclaredComponent provider, Filter target) {
        Map<String, Object> properties = new HashMap<>(provider.properties());
        properties.put("component.name", provider.name());
        properties.put(Constants.OBJECTCLASS, provider.provides().toArray(String[]::new));
        return target.matches(properties)
                || !configuration.filesOf(provider.pids()).isEmpty()
                || target.toString().contains("(service.")
                || target.toString().contains("(component.id");
    }
}
