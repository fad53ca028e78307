package io.funclet.host.deploy.serving;

import io.funclet.api.FunctionHandler;
import io.funclet.host.call.endpoint.FunctionVersion;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.log.FailedCallback;
import io.funclet.host.log.LogContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/**
 * The functions that a bundle has registered.
 *
 * <p>Until they are put up, they are only collected; from then on, those that come later are put up as they come.
 */
public final class BundleFunctions {

    private static final Logger LOG = Logger.getLogger(BundleFunctions.class.getName());

    private final Bundle bundle;
    private final StagedJar jar;
    private final ServedHandlers handlers;
    private final BundleContext host;
    private final Registrations registrations = new Registrations();

    /** Replaced as a whole, under the monitor of the directory's handlers; read without. */
    private volatile Map<ServiceReference<?>, List<FunctionProvider>> candidates = Map.of();

    /** The names of those that have been forgotten. */
    private volatile Set<String> formerNames = Set.of();

    /** Whether they take part in who serves. Written under the monitor of the directory's handlers. */
    private volatile boolean up;

    /** Those of a bundle that has registered none yet, beside the handlers of its directory. */
    public BundleFunctions(Bundle bundle, StagedJar jar, ServedHandlers handlers, BundleContext host) {
        this.bundle = bundle;
        this.jar = jar;
        this.handlers = handlers;
        this.host = host;
    }

    public boolean areUp() {
        return up;
    }

    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        all().forEach(provider -> names.add(provider.functionName()));
        return names;
    }

    /** Marks log events of the bundle: by its functions, also if it is being stopped, or its symbolic name if it has none. */
    public LogContext mark() {
        Set<String> names = names();
        names.addAll(names.isEmpty() ? formerNames : Set.of());
        String name = names.isEmpty() ? jar.symbolicName() : String.join(",", names);
        return new LogContext(name, jar.version().toString(), "");
    }

    /** What calls run on. */
    public List<FunctionVersion> versions() {
        return all().stream().map(FunctionProvider::version).distinct().toList();
    }

    public List<FunctionProvider> all() {
        return candidates.values().stream().flatMap(List::stream).toList();
    }

    /** A function has been registered. Whoever waits for it gets it on a thread of its own choice. */
    public void noticed() {
        registrations.add();
    }

    /**
     * Waits for functions that the bundle registers some time after its start.
     *
     * @param inVain asked from time to time whether to wait no longer
     * @return those that did not come
     */
    public Set<String> await(Set<String> names, long nanos, BooleanSupplier inVain) throws RejectedException {
        long end = System.nanoTime() + nanos;
        while (true) {
            int before = registrations.count();
            offerAll();
            Set<String> missing = new TreeSet<>(names);
            missing.removeAll(names());
            if (missing.isEmpty() || !registrations.awaitAnother(before, end, inVain)) {
                return missing;
            }
        }
    }

    /** Takes all that are registered now. */
    public void offerAll() throws RejectedException {
        for (ServiceReference<?> reference : registered()) {
            offer(reference);
        }
    }

    /**
     * Takes a function that the bundle has registered. Gets the service object, so that a delayed component is activated
     * here and not by its first call.
     */
    public void offer(ServiceReference<?> reference) throws RejectedException {
        if (candidates.containsKey(reference)) {
            return;
        }
        FunctionVersion version = FunctionObject.version(host, bundle, jar, reference);
        List<FunctionProvider> offered = candidates(reference, version);
        synchronized (handlers) {
            if (!candidates.containsKey(reference)) {
                put(reference, offered);
                if (up) {
                    handlers.exchange(List.of(), offered);
                    logWarnings(reference);
                }
            }
        }
        if (reference.getBundle() == null) {
            // Gone meanwhile, before there was anything to withdraw.
            withdraw(reference);
        }
    }

    private List<FunctionProvider> candidates(ServiceReference<?> reference, FunctionVersion version) {
        long serviceId = (Long) reference.getProperty(Constants.SERVICE_ID);
        FunctionProperties properties = new FunctionProperties(reference);
        return properties.names().stream()
                .map(name -> new FunctionProvider(name, jar, properties.ranking(), serviceId, version))
                .toList();
    }

    private void put(ServiceReference<?> reference, List<FunctionProvider> offered) {
        Map<ServiceReference<?>, List<FunctionProvider>> changed = new LinkedHashMap<>(candidates);
        changed.put(reference, offered);
        candidates = changed;
    }

    /** Properties of a function have changed: in one step, it goes by its new name and ranking. */
    public void modified(ServiceReference<?> reference) {
        synchronized (handlers) {
            List<FunctionProvider> before = candidates.get(reference);
            if (before == null) {
                return;
            }
            List<FunctionProvider> after = candidates(reference, before.get(0).version());
            if (!after.isEmpty() && !after.equals(before)) {
                put(reference, after);
                if (up) {
                    handlers.exchange(before, after);
                }
            }
        }
    }

    /** A function has left the registry: no further call goes to it. */
    public void withdraw(ServiceReference<?> reference) {
        List<FunctionProvider> withdrawn;
        synchronized (handlers) {
            Map<ServiceReference<?>, List<FunctionProvider>> rest = new LinkedHashMap<>(candidates);
            withdrawn = rest.remove(reference);
            if (withdrawn == null) {
                return;
            }
            candidates = rest;
            if (up) {
                handlers.exchange(withdrawn, List.of());
            }
        }
        withdrawn.forEach(provider -> provider.version().retire());
    }

    /**
     * Puts the functions of some bundles up, in one step with taking down those that they replace: no call meets a gap
     * between them, or some of them new and some old.
     */
    public static void exchange(
            ServedHandlers handlers, Collection<BundleFunctions> draining, Collection<BundleFunctions> coming) {
        synchronized (handlers) {
            handlers.exchange(mark(draining, false), mark(coming, true));
        }
        coming.forEach(functions -> functions.candidates.keySet().forEach(functions::logWarnings));
    }

    private void logWarnings(ServiceReference<?> reference) {
        try {
            new FunctionProperties(reference).logWarnings(jar);
        } catch (RuntimeException | Error failed) {
            // Values of properties are a bundle's objects.
            FailedCallback.log(LOG, "looking for what is odd about functions of " + jar, failed);
        }
    }

    private static List<FunctionProvider> mark(Collection<BundleFunctions> bundles, boolean up) {
        List<FunctionProvider> marked = new ArrayList<>();
        for (BundleFunctions functions : bundles) {
            functions.up = up;
            marked.addAll(functions.all());
        }
        return marked;
    }

    /** Those that came after the start, and before the functions were put up: nobody's so far. */
    public List<ServiceReference<?>> stragglers() {
        return registered().stream()
                .filter(service -> !candidates.containsKey(service))
                .toList();
    }

    /** Takes the functions down for a moment, in which calls wait. */
    public void suspend() {
        synchronized (handlers) {
            handlers.suspend(mark(List.of(this), false));
        }
    }

    private List<ServiceReference<?>> registered() {
        ServiceReference<?>[] services = bundle.getRegisteredServices();
        return Stream.of(services == null ? new ServiceReference<?>[0] : services)
                .filter(service -> List.of((String[]) service.getProperty(Constants.OBJECTCLASS))
                        .contains(FunctionHandler.class.getName()))
                .toList();
    }

    /** Forgets the functions, and gives their service objects back. */
    public void forget() {
        Map<ServiceReference<?>, List<FunctionProvider>> forgotten;
        synchronized (handlers) {
            formerNames = names();
            forgotten = candidates;
            candidates = Map.of();
        }
        forgotten.keySet().forEach(host::ungetService);
    }
}
