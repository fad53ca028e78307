package io.funclet.host.deploy.check;

import io.funclet.host.deploy.component.ComponentDescriptions;
import io.funclet.host.deploy.component.DeclaredComponent;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.status.Explanation;
import io.funclet.host.deploy.status.Explanation.Tone;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/** Which functions a bundle would bring, and which services its components would wait for, by their XML. */
final class ReferenceCheck {

    private final List<DeclaredComponent> components;
    private final Map<Bundle, StagedJar> neighbours;
    private final Set<String> services = new HashSet<>();

    /** Whether activators may register further services. */
    private boolean activators;

    ReferenceCheck(Bundle bundle, List<DeclaredComponent> components, Map<Bundle, StagedJar> neighbours) {
        this.components = components;
        this.neighbours = neighbours;
        this.activators = hasActivator(bundle);
        components.forEach(component -> services.addAll(component.provides()));
    }

    private static boolean hasActivator(Bundle bundle) {
        return bundle.getHeaders("").get(Constants.BUNDLE_ACTIVATOR) != null;
    }

    /** Adds functions and missing services. Returns whether no component would wait. */
    boolean explain(List<Explanation> because) {
        Map<StagedJar, Set<String>> others = new LinkedHashMap<>();
        for (Map.Entry<Bundle, StagedJar> neighbour : neighbours.entrySet()) {
            activators |= hasActivator(neighbour.getKey());
            StagedJar jar = neighbour.getValue();
            ComponentDescriptions descriptions = ComponentDescriptions.of(neighbour.getKey());
            for (DeclaredComponent component : descriptions.components()) {
                services.addAll(component.provides());
                others.computeIfAbsent(jar, it -> new HashSet<>()).addAll(component.functions());
            }
            // Other bundles need not be affected.
            descriptions
                    .faults()
                    .forEach(fault -> because.add(Explanation.neutral(
                            jar.source().getFileName() + " does not offer all that it should: " + fault)));
        }
        boolean satisfied = true;
        for (DeclaredComponent component : components) {
            List<Explanation> waits = waits(component);
            satisfied &= waits.stream().noneMatch(wait -> wait.tone() == Tone.BAD);
            for (String function : component.bringsFunctions() ? component.functions() : Set.<String>of()) {
                List<Explanation> about = new ArrayList<>(waits);
                others.forEach((jar, functions) -> {
                    if (functions.contains(function)) {
                        about.add(Explanation.neutral(jar + " offers it, too"));
                    }
                });
                because.add(new Explanation(Tone.NEUTRAL, "brings function " + function, about));
            }
            if (!component.bringsFunctions()) {
                because.addAll(waits);
            }
        }
        return satisfied;
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
        if (component.configured()) {
            waits.add(Explanation.bad(name + " would wait for a configuration, and none comes in this runtime"));
        }
        for (String need : component.needs()) {
            if (!services.contains(need) && !isOfThePlatform(need)) {
                waits.add(new Explanation(
                        activators ? Tone.NEUTRAL : Tone.BAD,
                        name + " would wait for service " + need + ", which no component provides"
                                + (activators ? "; an activator may" : ""),
                        List.of()));
            }
        }
        return waits;
    }

    private static boolean isOfThePlatform(String service) {
        return service.startsWith("org.osgi.");
    }
}
