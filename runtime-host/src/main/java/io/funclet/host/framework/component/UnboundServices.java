package io.funclet.host.framework.component;

import io.funclet.host.framework.scr.ComponentRuntime;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.dto.ServiceReferenceDTO;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.SatisfiedReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Finds services to which components of a bundle would be bound if they were activated now. */
public final class UnboundServices {

    private static final String ANY = "org.osgi.service.component.AnyService";

    private final ServiceComponentRuntime runtime;
    private final BundleContext context;
    private final Set<Bundle> providers = new LinkedHashSet<>();

    private UnboundServices(ServiceComponentRuntime runtime, BundleContext context) {
        this.runtime = runtime;
        this.context = context;
    }

    /** The bundles that provide such services. */
    public static Set<Bundle> providers(BundleContext host, Bundle bundle) {
        BundleContext context = bundle.getBundleContext();
        return context == null
                ? Set.of()
                : ComponentRuntime.ask(host, Set.of(), runtime -> {
                    UnboundServices unbound = new UnboundServices(runtime, context);
                    for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs(bundle)) {
                        if (component.references.length > 0) {
                            unbound.addOf(component);
                        }
                    }
                    return unbound.providers;
                });
    }

    private void addOf(ComponentDescriptionDTO component) {
        for (ComponentConfigurationDTO configuration : runtime.getComponentConfigurationDTOs(component)) {
            for (ReferenceDTO reference : component.references) {
                if (configuration.state == ComponentConfigurationDTO.ACTIVE) {
                    Stream.of(configuration.satisfiedReferences)
                            .filter(satisfied -> satisfied.name.equals(reference.name))
                            .forEach(satisfied -> addBetter(reference, satisfied));
                } else if (configuration.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE) {
                    Stream.of(configuration.unsatisfiedReferences)
                            .filter(unsatisfied -> unsatisfied.name.equals(reference.name))
                            .forEach(unsatisfied -> addUnseen(reference, unsatisfied));
                }
            }
        }
    }

    private void addBetter(ReferenceDTO reference, SatisfiedReferenceDTO satisfied) {
        Set<Long> bound = ids(satisfied.boundServices);
        Collection<ServiceReference<?>> there = there(reference, satisfied.target);
        if (reference.cardinality.endsWith("n")) {
            there.stream().filter(service -> !bound.contains(id(service))).forEach(this::add);
            return;
        }
        // Of equal rankings, a bound service is good enough.
        there.stream()
                .max(Comparator.comparingInt(UnboundServices::ranking))
                .filter(best -> there.stream()
                        .noneMatch(service -> bound.contains(id(service)) && ranking(service) >= ranking(best)))
                .ifPresent(this::add);
    }

    /** SCR misses a service that was hidden when SCR looked, and shows up without an event. */
    private void addUnseen(ReferenceDTO reference, UnsatisfiedReferenceDTO unsatisfied) {
        Set<Long> noticed = ids(unsatisfied.targetServices);
        there(reference, unsatisfied.target).stream()
                .filter(service -> !noticed.contains(id(service)))
                .forEach(this::add);
    }

    private List<ServiceReference<?>> there(ReferenceDTO reference, String target) {
        if (ANY.equals(reference.interfaceName)) {
            return List.of();
        }
        try {
            ServiceReference<?>[] found = context.getServiceReferences(reference.interfaceName, target);
            return Stream.of(found == null ? new ServiceReference<?>[0] : found)
                    .filter(service -> !"prototype_required".equals(reference.scope)
                            || Constants.SCOPE_PROTOTYPE.equals(service.getProperty(Constants.SERVICE_SCOPE)))
                    .toList();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("SCR has taken the filter", e);
        }
    }

    private void add(ServiceReference<?> service) {
        Bundle provider = service.getBundle();
        if (provider != null) {
            providers.add(provider);
        }
    }

    private static Set<Long> ids(ServiceReferenceDTO[] services) {
        return Stream.of(services == null ? new ServiceReferenceDTO[0] : services)
                .map(service -> service.id)
                .collect(Collectors.toSet());
    }

    private static Long id(ServiceReference<?> service) {
        return (Long) service.getProperty(Constants.SERVICE_ID);
    }

    private static int ranking(ServiceReference<?> service) {
        return service.getProperty(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0;
    }
}
