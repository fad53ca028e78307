package io.funclet.host.framework.component;

import io.funclet.host.framework.requirement.FilterText;
import io.funclet.host.framework.requirement.KnownProviders;
import io.funclet.host.framework.requirement.Reason;
import io.funclet.host.framework.scr.ComponentRuntime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Explains as a tree what the components of a bundle wait for, and why possible providers wait in turn. */
public final class UnsatisfiedComponents {

    /** How many components one branch follows. The other bundles' own lines tell more. */
    private static final int MAX_DEPTH = 4;

    /** In the filter by which SCR replaces one that it cannot read. */
    private static final String NO_TARGET = "invalid.target.cannot.resolve";

    private final ServiceComponentRuntime runtime;
    private final Bundle bundle;

    /** From the component in question to the current one. */
    private final Deque<Component> path = new ArrayDeque<>();

    /** Names are unique only within a bundle. */
    private record Component(long bundle, String name) {

        static Component of(ComponentDescriptionDTO description) {
            return new Component(description.bundle.id, description.name);
        }
    }

    private UnsatisfiedComponents(ServiceComponentRuntime runtime, Bundle bundle) {
        this.runtime = runtime;
        this.bundle = bundle;
    }

    /**
     * What components of a started bundle wait for: a service, a configuration, or to be enabled. The last does not
     * happen in this runtime.
     */
    public static List<Reason> of(BundleContext host, Bundle bundle) {
        return ComponentRuntime.ask(host, List.of(), runtime -> new UnsatisfiedComponents(runtime, bundle).all());
    }

    private List<Reason> all() {
        Collection<ComponentDescriptionDTO> components = runtime.getComponentDescriptionDTOs(bundle);
        boolean allDisabled = components.stream().noneMatch(runtime::isComponentEnabled);
        List<Reason> waits = new ArrayList<>();
        for (ComponentDescriptionDTO component : components) {
            // A component may enable another one when it needs it. But a function must be enabled to be called.
            if (allDisabled
                    || FunctionInterfaces.areIn(Arrays.asList(component.serviceInterfaces))
                    || runtime.isComponentEnabled(component)) {
                of(component).forEach(wait -> waits.add(prefixed("component " + component.name + " ", wait)));
            }
        }
        return waits;
    }

    private static Reason prefixed(String prefix, Reason reason) {
        return new Reason(prefix + reason.text(), reason.because());
    }

    /** A phrase for each unmet condition, without the component's name. */
    private List<Reason> of(ComponentDescriptionDTO component) {
        if (!runtime.isComponentEnabled(component)) {
            return List.of(new Reason("is disabled, and nothing enables it"));
        }
        Collection<ComponentConfigurationDTO> configurations = runtime.getComponentConfigurationDTOs(component);
        if ("require".equals(component.configurationPolicy)
                && configurations.stream()
                        .allMatch(each -> each.state == ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION)) {
            return List.of(new Reason(waitsForConfiguration(List.of(component.configurationPid))));
        }
        List<Reason> waits = new ArrayList<>();
        path.addLast(Component.of(component));
        for (ComponentConfigurationDTO configuration : configurations) {
            for (UnsatisfiedReferenceDTO missing : configuration.unsatisfiedReferences) {
                waits.add(prefixed("waits for ", wanted(component, missing)));
            }
        }
        path.removeLast();
        return waits;
    }

    /** A phrase about a component that has no configuration. */
    public static String waitsForConfiguration(Collection<String> pids) {
        return "waits for a configuration of PID " + String.join(", ", pids) + ": put a file "
                + pids.iterator().next() + ".cfg beside the jar";
    }

    /** What follows the name of a service that a component waits for. */
    public static String ofReference(String name) {
        return " of its reference " + name;
    }

    /** A phrase about the target of a reference. SCR waits for ever, with a filter of its own that nothing matches. */
    public static String noFilter(String target) {
        return ", for ever: its target is not a filter: " + target;
    }

    private Reason wanted(ComponentDescriptionDTO component, UnsatisfiedReferenceDTO missing) {
        String of = ofReference(missing.name);
        boolean none = missing.target != null && missing.target.contains(NO_TARGET);
        String demand = missing.target == null || none ? "" : ", with " + FilterText.of(missing.target);
        for (ReferenceDTO reference : component.references) {
            if (reference.name.equals(missing.name)) {
                String service = "service " + reference.interfaceName + of;
                if (none) {
                    Object replaced = component.properties.get(missing.name + ".target");
                    return new Reason(
                            service + noFilter(String.valueOf(replaced == null ? reference.target : replaced)));
                }
                return new Reason(service + demand, inTurn(reference.interfaceName, missing.target));
            }
        }
        return new Reason("a service" + of + demand);
    }

    /** Why possible providers do not provide a service; empty if there are none. */
    private List<Reason> inTurn(String service, String target) {
        List<Reason> reasons = new ArrayList<>();
        for (ComponentDescriptionDTO provider : runtime.getComponentDescriptionDTOs(visible(bundle))) {
            if (provides(provider, service)) {
                String name = "component " + provider.name + " of bundle " + provider.bundle.symbolicName;
                if (!matches(provider, target)) {
                    reasons.add(new Reason(name + " provides one, but not with " + FilterText.of(target)));
                } else if (path.contains(Component.of(provider))) {
                    reasons.add(new Reason(name + " would provide it, and waits for this one in turn"));
                } else if (path.size() < MAX_DEPTH) {
                    of(provider).forEach(wait -> reasons.add(prefixed(name + " would provide it, but ", wait)));
                }
            }
        }
        if (reasons.isEmpty()) {
            Optional.of(bundle)
                    .filter(one -> path.getLast().bundle() == one.getBundleId())
                    .flatMap(one -> CarriedCopy.ofService(one, service))
                    .or(() -> KnownProviders.advice(List.of(service)))
                    .ifPresent(advice -> reasons.add(new Reason(advice)));
        }
        return reasons;
    }

    /** The bundles that a bundle sees. */
    public static Bundle[] visible(Bundle bundle) {
        BundleContext context = bundle.getBundleContext();
        return context == null ? new Bundle[] {bundle} : context.getBundles();
    }

    static boolean provides(ComponentDescriptionDTO component, String service) {
        return Arrays.asList(component.serviceInterfaces).contains(service);
    }

    private static boolean matches(ComponentDescriptionDTO component, String target) {
        try {
            return target == null || FrameworkUtil.createFilter(target).matches(component.properties);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("SCR has taken the filter", e);
        }
    }
}
