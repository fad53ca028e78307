package io.funclet.host.framework.component;

import io.funclet.host.framework.scr.ComponentRuntime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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

    /** Services without a binding, or that SCR misses because they were hidden when it looked, and show up without an event. */
    private void addOf(ComponentDescriptionDTO component) {
        for (ComponentConfigurationDTO configuration : runtime.getComponentConfigurationDTOs(component)) {
            for (ReferenceDTO reference : component.references) {
                if (configuration.state == ComponentConfigurationDTO.ACTIVE) {
                    for (SatisfiedReferenceDTO satisfied : configuration.satisfiedReferences) {
                        if (satisfied.name.equals(reference.name)) {
                            addBetter(reference, satisfied);
                        }
                    }
                } else if (configuration.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE) {
                    for (UnsatisfiedReferenceDTO unsatisfied : configuration.unsatisfiedReferences) {
                        if (unsatisfied.name.equals(reference.name)) {
                            addAllBut(ids(unsatisfied.targetServices), there(reference, unsatisfied.target));
                        }
                    }
                }
            }
        }
    }

    private void addBetter(ReferenceDTO reference, SatisfiedReferenceDTO satisfied) {
        Set<Long> bound = ids(satisfied.boundServices);
        Collection<ServiceReference<?>> there = there(reference, satisfied.target);
        if (reference.cardinality.endsWith("n")) {
            addAllBut(bound, there);
            return;
        }
        ServiceReference<?> best = null;
        for (ServiceReference<?> service : there) {
            // Of equal rankings, a bound service is good enough.
            int order = best == null ? 1 : Integer.compare(ranking(service), ranking(best));
            if (order > 0 || order == 0 && bound.contains(id(service))) {
                best = service;
            }
        }
        if (best != null && !bound.contains(id(best))) {
            add(best);
        }
    }

    private void addAllBut(Set<Long> known, Collection<ServiceReference<?>> there) {
        for (ServiceReference<?> service : there) {
            if (!known.contains(id(service))) {
                add(service);
            }
        }
    }

    private List<ServiceReference<?>> there(ReferenceDTO reference, String target) {
        if (ANY.equals(reference.interfaceName)) {
            return List.of();
        }
        try {
            ServiceReference<?>[] found = context.getServiceReferences(reference.interfaceName, target);
            List<ServiceReference<?>> there = new ArrayList<>();
            for (ServiceReference<?> service : found == null ? new ServiceReference<?>[0] : found) {
                if (!"prototype_required".equals(reference.scope)
                        || Constants.SCOPE_PROTOTYPE.equals(service.getProperty(Constants.SERVICE_SCOPE))) {
                    there.add(service);
                }
            }
            return there;
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
        Set<Long> ids = new HashSet<>();
        for (ServiceReferenceDTO service : services == null ? new ServiceReferenceDTO[0] : services) {
            ids.add(service.id);
        }
        return ids;
    }

    private static Long id(ServiceReference<?> service) {
        return (Long) service.getProperty(Constants.SERVICE_ID);
    }

    private static int ranking(ServiceReference<?> service) {
        return service.getProperty(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0;
    }
}
