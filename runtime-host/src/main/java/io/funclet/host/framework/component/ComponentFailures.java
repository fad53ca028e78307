package io.funclet.host.framework.component;

import io.funclet.host.framework.scr.ComponentRuntime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;

/** Explains which components of a bundle have failed. */
public final class ComponentFailures {

    private final ServiceComponentRuntime runtime;
    private final Bundle bundle;

    /** {@code null} until asked for: all isolation hooks run for it, once for each bundle that is there. */
    private Bundle[] visible;

    /** From the component in question to the current one. */
    private final Deque<ComponentDescriptionDTO> path = new ArrayDeque<>();

    private ComponentFailures(ServiceComponentRuntime runtime, Bundle bundle) {
        this.runtime = runtime;
        this.bundle = bundle;
    }

    /** The failures of components of a started bundle that were requested or are immediate. */
    public static List<ActivationFailure> of(BundleContext host, Bundle bundle) {
        return ComponentRuntime.ask(host, List.of(), runtime -> new ComponentFailures(runtime, bundle).all());
    }

    /**
     * Why a component has no service object, although its service is registered.
     *
     * @param name its name; {@code null} if no component has registered the service
     * @return empty if that is unknown
     */
    public static List<ActivationFailure> of(BundleContext host, Bundle bundle, String name) {
        return ComponentRuntime.ask(host, List.of(), runtime -> {
            ComponentDescriptionDTO component = runtime.getComponentDescriptionDTO(bundle, name);
            return component == null ? List.of() : new ComponentFailures(runtime, bundle).of(component);
        });
    }

    private List<ActivationFailure> all() {
        List<ActivationFailure> failures = new ArrayList<>();
        for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs(bundle)) {
            for (ComponentConfigurationDTO configuration : runtime.getComponentConfigurationDTOs(component)) {
                if (configuration.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
                    failures.add(failed(component, configuration));
                } else if (configuration.state == ComponentConfigurationDTO.SATISFIED && component.immediate) {
                    // SCR has tried, but does not count a class that it cannot load as a failure.
                    failures.addAll(of(component));
                }
            }
        }
        return failures;
    }

    private List<ActivationFailure> of(ComponentDescriptionDTO component) {
        for (ComponentConfigurationDTO configuration : runtime.getComponentConfigurationDTOs(component)) {
            if (configuration.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
                return List.of(failed(component, configuration));
            }
        }
        Optional<String> fault = fault(component);
        return fault.isPresent() ? List.of(new ActivationFailure(fault.get(), true)) : ofReferences(component);
    }

    /** SCR reports a failed reference neither for the component nor for the provider. */
    private List<ActivationFailure> ofReferences(ComponentDescriptionDTO component) {
        List<ActivationFailure> failures = new ArrayList<>();
        path.addLast(component);
        for (ReferenceDTO reference : component.references) {
            if (reference.cardinality.startsWith("1")) {
                String refers = "component " + component.name + " cannot have its reference " + reference.name + ": ";
                for (ComponentDescriptionDTO provider : runtime.getComponentDescriptionDTOs(visible())) {
                    if (UnsatisfiedComponents.provides(provider, reference.interfaceName) && !isOnPath(provider)) {
                        of(provider)
                                .forEach(failure -> failures.add(new ActivationFailure(
                                        refers + failure.words(), failure.lasting(), failure.trace())));
                    }
                }
            }
        }
        path.removeLast();
        return failures;
    }

    private boolean isOnPath(ComponentDescriptionDTO component) {
        return path.stream()
                .anyMatch(each -> each.bundle.id == component.bundle.id && each.name.equals(component.name));
    }

    private ActivationFailure failed(ComponentDescriptionDTO component, ComponentConfigurationDTO configuration) {
        Optional<String> fault = fault(component);
        if (fault.isPresent()) {
            return new ActivationFailure(fault.get(), true);
        }
        String printed = configuration.failure == null ? "" : configuration.failure;
        BundleStackTrace thrown = BundleStackTrace.of(printed, new BundleStackFrames(owner(component)));
        String words = "component " + component.name + " failed to activate: "
                + (thrown.isOfAnInitializer() ? "a static initializer threw " : "")
                + new ClassLoadFailure(owner(component)).words(thrown.words())
                + thrown.at()
                + new LibraryFailure(owner(component))
                        .advice(thrown.root())
                        .map(advice -> "; it " + advice)
                        .orElse("");
        return new ActivationFailure(words, ClassLoadFailure.isMeantBy(thrown.root()), thrown);
    }

    private Optional<String> fault(ComponentDescriptionDTO component) {
        return new ComponentClass(
                        owner(component),
                        component.name,
                        component.implementationClass,
                        List.of(component.serviceInterfaces))
                .fault(component.init, component.activate);
    }

    /** The bundle of a component; a provider may be in another one. */
    private Bundle owner(ComponentDescriptionDTO component) {
        if (component.bundle.id == bundle.getBundleId()) {
            return bundle;
        }
        for (Bundle each : visible()) {
            if (each.getBundleId() == component.bundle.id) {
                return each;
            }
        }
        return bundle;
    }

    private Bundle[] visible() {
        if (visible == null) {
            visible = UnsatisfiedComponents.visible(bundle);
        }
        return visible;
    }
}
