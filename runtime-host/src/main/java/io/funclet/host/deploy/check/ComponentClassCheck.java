package io.funclet.host.deploy.check;

import io.funclet.api.FunctionHandler;
import io.funclet.host.config.RequestedLimits;
import io.funclet.host.deploy.component.ComponentDescriptions;
import io.funclet.host.deploy.component.DeclaredComponent;
import io.funclet.host.deploy.status.Explanation;
import io.funclet.host.framework.component.ComponentClass;
import io.funclet.host.framework.component.PrivateApiCopy;
import io.funclet.host.framework.isolation.PlatformBoundary;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/** Whether a bundle would be rejected for its classes and properties, which a runtime finds out only at its start. */
final class ComponentClassCheck {

    private final Bundle bundle;
    private final List<DeclaredComponent> components;

    /** The services of other bundles. */
    private final Set<String> elsewhere = new HashSet<>();

    /** Why it would be rejected; each reason once. */
    private final Set<String> faults = new LinkedHashSet<>();

    /** Faults of components that may never be activated. */
    private final Set<String> doubts = new LinkedHashSet<>();

    ComponentClassCheck(Bundle bundle, List<DeclaredComponent> components, Collection<Bundle> neighbours) {
        this.bundle = bundle;
        this.components = components;
        neighbours.forEach(neighbour -> ComponentDescriptions.of(neighbour)
                .components()
                .forEach(component -> elsewhere.addAll(component.provides())));
    }

    /** Adds the faults. Returns whether there is none to reject it for. */
    boolean explain(List<Explanation> because) {
        PlatformBoundary.conflict(bundle).ifPresent(faults::add);
        if (carriesTheApi()) {
            faults.add(PrivateApiCopy.inTheBundleItself());
        }
        for (DeclaredComponent component : components) {
            if (component.isFunction() && component.functions().isEmpty()) {
                faults.add("component " + component.name() + " is a function without the property "
                        + DeclaredComponent.FUNCTION_NAME);
            }
            if (component.isFunction()) {
                try {
                    RequestedLimits.ofProperties(component.properties()::get);
                } catch (IllegalArgumentException wrong) {
                    faults.add("component " + component.name() + " has a wrong property " + wrong.getMessage());
                }
            }
            if (bundle.getState() != Bundle.INSTALLED) {
                fault(component).ifPresent((isNeeded(component) ? faults : doubts)::add);
            }
        }
        faults.forEach(fault -> because.add(Explanation.bad(fault)));
        doubts.forEach(doubt -> because.add(Explanation.neutral(doubt)));
        return faults.isEmpty();
    }

    /** A component without services is activated by itself; one that a function needs, with the function. */
    private boolean isNeeded(DeclaredComponent component) {
        return component.isFunction()
                || component.provides().isEmpty()
                || components.stream()
                        .filter(DeclaredComponent::isFunction)
                        .flatMap(function -> function.needs().stream())
                        .anyMatch(need -> isOnly(component, need));
    }

    private boolean isOnly(DeclaredComponent component, String service) {
        return component.provides().contains(service)
                && !elsewhere.contains(service)
                && components.stream()
                        .noneMatch(
                                other -> other != component && other.provides().contains(service));
    }

    private boolean carriesTheApi() {
        String imports = bundle.getHeaders("").get(Constants.IMPORT_PACKAGE);
        return bundle.getEntry(FunctionHandler.class.getName().replace('.', '/') + ".class") != null
                && (imports == null || !imports.contains(FunctionHandler.class.getPackageName()));
    }

    private Optional<String> fault(DeclaredComponent component) {
        return component.classes().stream()
                .findFirst()
                .flatMap(name -> new ComponentClass(bundle, component.name(), name, component.provides())
                        .fault(component.parameters()));
    }
}
