package io.funclet.host.deploy;

import io.funclet.api.FunctionHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.logging.Logger;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;

/**
 * Sees functions come and go in the service registry, and tells the jar that they belong to.
 *
 * <p>Listens to all services of the interface's name, also to those of another class of that name, which
 * {@link InstalledJar} then refuses with a reason instead of nobody ever noticing them.
 */
final class FunctionServices implements AllServiceListener, AutoCloseable {

    /** The service property that makes a service a function. */
    static final String NAME = "function.name";

    private static final Logger LOG = Logger.getLogger(FunctionServices.class.getName());

    private static final String INTERFACE = FunctionHandler.class.getName();

    private final Map<Long, InstalledJar> jars = new ConcurrentHashMap<>();
    private final BundleContext host;
    private final Executor workers;

    private FunctionServices(BundleContext host, Executor workers) {
        this.host = host;
        this.workers = workers;
    }

    static FunctionServices listen(BundleContext host, Executor workers) {
        FunctionServices services = new FunctionServices(host, workers);
        try {
            host.addServiceListener(services, "(" + Constants.OBJECTCLASS + "=" + INTERFACE + ")");
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("a constant filter is valid", e);
        }
        return services;
    }

    @Override
    public void close() {
        host.removeServiceListener(this);
    }

    /** Names a function bundle; {@code null} if it is none. */
    FunctionBundle describe(Bundle bundle) {
        InstalledJar jar = jars.get(bundle.getBundleId());
        if (jar == null) {
            return null;
        }
        Set<String> functions = jar.functionNames();
        return new FunctionBundle(
                functions.isEmpty() ? jar.staged().symbolicName() : String.join(",", functions),
                jar.staged().version().toString());
    }

    void follow(InstalledJar jar) {
        jars.put(jar.bundle().getBundleId(), jar);
    }

    void forget(InstalledJar jar) {
        jars.remove(jar.bundle().getBundleId());
    }

    @Override
    public void serviceChanged(ServiceEvent event) {
        ServiceReference<?> reference = event.getServiceReference();
        Bundle bundle = reference.getBundle();
        InstalledJar jar = bundle == null ? null : jars.get(bundle.getBundleId());
        if (jar == null) {
            return;
        }
        switch (event.getType()) {
            case ServiceEvent.UNREGISTERING, ServiceEvent.MODIFIED_ENDMATCH -> jar.withdraw(reference);
            case ServiceEvent.MODIFIED -> {
                jar.withdraw(reference);
                offerLater(jar, reference);
            }
            // During the start of its bundle the deployment gets the service itself; getting it here as well, on the
            // thread that registers it, would run the component's activation inside of its registration.
            default -> offerLater(jar, reference);
        }
    }

    private void offerLater(InstalledJar jar, ServiceReference<?> reference) {
        workers.execute(() -> {
            try {
                if (jar.isUp()) {
                    jar.offer(reference);
                }
            } catch (RefusedException refused) {
                LOG.warning("a function of " + jar + " is not served: " + refused.getMessage());
            }
        });
    }

    /** The functions that a bundle has registered. */
    static List<ServiceReference<?>> of(Bundle bundle) {
        List<ServiceReference<?>> functions = new ArrayList<>();
        ServiceReference<?>[] registered = bundle.getRegisteredServices();
        if (registered != null) {
            for (ServiceReference<?> reference : registered) {
                if (List.of((String[]) reference.getProperty(Constants.OBJECTCLASS))
                        .contains(INTERFACE)) {
                    functions.add(reference);
                }
            }
        }
        return functions;
    }

    static List<String> names(ServiceReference<?> reference) {
        Object property = reference.getProperty(NAME);
        return property instanceof String name
                ? List.of(name)
                : property instanceof String[] names ? List.of(names) : List.of();
    }

    static int ranking(ServiceReference<?> reference) {
        return reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0;
    }
}
