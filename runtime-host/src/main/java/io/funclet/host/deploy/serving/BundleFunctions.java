package io.funclet.host.deploy.serving;

import io.funclet.host.call.endpoint.FunctionVersion;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.framework.component.FunctionInterfaces;
import io.funclet.host.log.FailedCallback;
import io.funclet.host.log.LogContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.logging.Logger;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/**
 * The functions that a bundle has registered. They are only collected until they are put up; from then on, each new one is
 * put up as it comes.
 */
public final class BundleFunctions {

    private static final Logger LOG = Logger.getLogger(BundleFunctions.class.getName());

    private static final long ASK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Bundle bundle;
    private final StagedJar jar;
    private final ServedHandlers handlers;
    private final FunctionObject objects;

    /** A permit for each function that was registered since the last look. */
    private final Semaphore registrations = new Semaphore(0);

    /** Replaced as a whole, under the monitor of the directory's handlers; read without. */
    private volatile Map<ServiceReference<?>, List<FunctionProvider>> candidates = Map.of();

    private volatile Set<String> formerNames = Set.of();

    /** Whether they may serve. Written under the monitor of the directory's handlers. */
    private volatile boolean up;

    public BundleFunctions(Bundle bundle, StagedJar jar, ServedHandlers handlers, FunctionObject objects) {
        this.bundle = bundle;
        this.jar = jar;
        this.handlers = handlers;
        this.objects = objects;
    }

    public boolean areUp() {
        return up;
    }

    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (FunctionProvider provider : all()) {
            names.add(provider.functionName());
        }
        return names;
    }

    /** Marks log events of the bundle by its functions, current or former, or else by its symbolic name. */
    public LogContext mark() {
        Set<String> names = names();
        names.addAll(names.isEmpty() ? formerNames : Set.of());
        String name = names.isEmpty() ? jar.symbolicName() : handlers.names().full(names);
        return LogContext.of(handlers.names().tenant(), name, jar.version().toString());
    }

    public List<FunctionVersion> versions() {
        return all().stream().map(FunctionProvider::version).distinct().toList();
    }

    public List<FunctionProvider> all() {
        List<FunctionProvider> all = new ArrayList<>();
        for (List<FunctionProvider> providers : candidates.values()) {
            all.addAll(providers);
        }
        return all;
    }

    /** A function has been registered. Wakes the thread that waits for it. */
    public void noticed() {
        registrations.release();
    }

    /**
     * Waits for functions that the bundle registers some time after its start.
     *
     * @param inVain asked from time to time whether to stop waiting
     * @return the missing ones
     */
    public Set<String> await(Set<String> names, long nanos, BooleanSupplier inVain) throws RejectedException {
        long end = System.nanoTime() + nanos;
        while (true) {
            registrations.drainPermits();
            offerAll();
            Set<String> missing = new TreeSet<>(names);
            missing.removeAll(names());
            if (missing.isEmpty() || !anotherComes(end, inVain)) {
                return missing;
            }
        }
    }

    private boolean anotherComes(long end, BooleanSupplier inVain) throws RejectedException {
        try {
            while (end - System.nanoTime() > 0 && !inVain.getAsBoolean()) {
                if (registrations.tryAcquire(Math.min(end - System.nanoTime(), ASK_NANOS), TimeUnit.NANOSECONDS)) {
                    return true;
                }
            }
            return registrations.tryAcquire();
        } catch (InterruptedException stopping) {
            throw new RejectedException("the process is stopping", stopping);
        }
    }

    public void offerAll() throws RejectedException {
        for (ServiceReference<?> reference : FunctionInterfaces.registeredBy(bundle)) {
            offer(reference);
        }
    }

    /**
     * Takes a function that the bundle has registered. Gets the service object, so that a delayed component is activated
     * here, not by its first call.
     */
    public void offer(ServiceReference<?> reference) throws RejectedException {
        if (candidates.containsKey(reference)) {
            return;
        }
        FunctionVersion version = objects.version(reference);
        List<FunctionProvider> offered = new FunctionProperties(reference).providers(jar, version);
        synchronized (handlers) {
            if (!candidates.containsKey(reference)) {
                replace(reference, List.of(), offered);
                if (up) {
                    logWarnings(reference);
                }
            }
        }
        if (reference.getBundle() == null) {
            // Unregistered meanwhile, before it was put up.
            withdraw(reference);
        }
    }

    private void replace(ServiceReference<?> reference, List<FunctionProvider> before, List<FunctionProvider> after) {
        Map<ServiceReference<?>, List<FunctionProvider>> changed = new LinkedHashMap<>(candidates);
        changed.put(reference, after);
        if (after.isEmpty()) {
            changed.remove(reference);
        }
        candidates = changed;
        if (up) {
            handlers.exchange(before, after);
        }
    }

    /** Properties of a function have changed: in one step, it gets its new name and ranking. */
    public void modified(ServiceReference<?> reference) {
        synchronized (handlers) {
            List<FunctionProvider> before = candidates.get(reference);
            if (before == null) {
                return;
            }
            List<FunctionProvider> after = new FunctionProperties(reference)
                    .providers(jar, before.get(0).version());
            if (!after.isEmpty() && !after.equals(before)) {
                replace(reference, before, after);
            }
        }
    }

    /** A function is no longer registered: no further call goes to it. */
    public void withdraw(ServiceReference<?> reference) {
        List<FunctionProvider> withdrawn;
        synchronized (handlers) {
            withdrawn = candidates.getOrDefault(reference, List.of());
            if (!withdrawn.isEmpty()) {
                replace(reference, withdrawn, List.of());
            }
        }
        withdrawn.forEach(provider -> provider.version().retire());
    }

    /** Replaces the functions of some bundles in one step: no call meets a gap, or a mix of new and old ones. */
    public static void exchange(
            ServedHandlers handlers, Collection<BundleFunctions> draining, Collection<BundleFunctions> coming) {
        synchronized (handlers) {
            handlers.exchange(mark(draining, false), mark(coming, true));
        }
        for (BundleFunctions functions : coming) {
            functions.candidates.keySet().forEach(functions::logWarnings);
        }
    }

    private void logWarnings(ServiceReference<?> reference) {
        try {
            new FunctionProperties(reference).logWarnings(jar, mark());
        } catch (RuntimeException | Error failed) {
            // The values of properties are objects of the bundle.
            FailedCallback.log(LOG, "checking properties of functions of " + jar, failed);
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

    /** Functions that were registered between the start and the switch. */
    public List<ServiceReference<?>> stragglers() {
        List<ServiceReference<?>> stragglers = FunctionInterfaces.registeredBy(bundle);
        stragglers.removeAll(candidates.keySet());
        return stragglers;
    }

    /** Takes the functions down for a moment: calls wait. */
    public void suspend() {
        synchronized (handlers) {
            handlers.suspend(mark(List.of(this), false));
        }
    }

    /** Forgets the functions, and releases their service objects. */
    public void forget() {
        Map<ServiceReference<?>, List<FunctionProvider>> forgotten;
        synchronized (handlers) {
            formerNames = names();
            forgotten = candidates;
            candidates = Map.of();
        }
        forgotten.keySet().forEach(objects.host()::ungetService);
    }
}
