package io.funclet.host.deploy;

import io.funclet.api.FunctionHandler;
import io.funclet.host.call.FunctionVersion;
import io.funclet.host.framework.Diagnosis;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * A staged jar as a bundle of the framework, and the functions that it has registered.
 *
 * <p>Until it is put up, its functions are only collected; from then on, those that come later are put up as they come.
 */
final class InstalledJar {

    private static final Logger LOG = Logger.getLogger(InstalledJar.class.getName());

    private final CodeDirectory directory;
    private final StagedJar staged;
    private final Bundle bundle;
    private final BundleContext host;

    /** Guarded by this object's monitor. */
    private final Map<ServiceReference<?>, List<Candidate>> candidates = new LinkedHashMap<>();

    /** Guarded by this object's monitor. */
    private boolean up;

    /** Whether what starts from now on must not be wired to this bundle. */
    private volatile boolean leaving;

    InstalledJar(CodeDirectory directory, StagedJar staged, Bundle bundle, BundleContext host) {
        this.directory = directory;
        this.staged = staged;
        this.bundle = bundle;
        this.host = host;
    }

    CodeDirectory directory() {
        return directory;
    }

    StagedJar staged() {
        return staged;
    }

    Bundle bundle() {
        return bundle;
    }

    boolean isLeaving() {
        return leaving;
    }

    void leave() {
        leaving = true;
    }

    synchronized boolean isUp() {
        return up;
    }

    /** Whether code of the bundle may run. */
    boolean isActive() {
        return (bundle.getState() & (Bundle.STARTING | Bundle.ACTIVE | Bundle.STOPPING)) != 0;
    }

    /** Wires the bundle to what it requires. */
    void resolve() throws RefusedException {
        FrameworkWiring wiring =
                host.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
        if (!wiring.resolveBundles(List.of(bundle))) {
            List<String> missing = new Diagnosis(host).missing(bundle);
            throw RefusedException.untilOthersCome(
                    missing.isEmpty() ? "does not resolve: " + resolverMessage() : String.join("; ", missing), null);
        }
    }

    /** What the resolver itself says, for the rare case that each requirement could be met, but not all at once. */
    private String resolverMessage() {
        try {
            bundle.start(Bundle.START_TRANSIENT);
            return "it did at the second attempt";
        } catch (BundleException e) {
            return e.getMessage();
        }
    }

    /** Starts the bundle, and gets every function that it registers: this is where activators and components run. */
    void start() throws RefusedException {
        if (staged.fragmentHost() != null) {
            return;
        }
        // For what activators load by it, and so that threads which they start carry the bundle's name in the log.
        Thread.currentThread().setContextClassLoader(classLoader());
        try {
            bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
        } catch (BundleException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new RefusedException("does not start: " + cause, e);
        }
        offerAll();
        List<String> failures = new Diagnosis(host).failedActivations(bundle);
        if (!failures.isEmpty()) {
            throw new RefusedException(String.join("; ", failures));
        }
    }

    /** Waits for functions that the bundle registers some time after its start. Returns those that did not come. */
    Set<String> await(Set<String> names, long nanos) throws RefusedException {
        long end = System.nanoTime() + nanos;
        while (true) {
            offerAll();
            synchronized (this) {
                Set<String> missing = new TreeSet<>(names);
                missing.removeAll(functionNames());
                long left = end - System.nanoTime();
                if (missing.isEmpty() || left <= 0) {
                    return missing;
                }
                try {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                } catch (InterruptedException stopping) {
                    throw new RefusedException("the process is stopping", stopping);
                }
            }
        }
    }

    /** A function has been registered. Whoever waits for it gets it on a thread of its own choice. */
    synchronized void noticed() {
        notifyAll();
    }

    private ClassLoader classLoader() {
        return bundle.adapt(BundleWiring.class).getClassLoader();
    }

    private void offerAll() throws RefusedException {
        for (ServiceReference<?> reference : FunctionServices.of(bundle)) {
            offer(reference);
        }
    }

    /**
     * Takes a function that the bundle has registered. Gets the service object, so that a delayed component is activated
     * here and not by its first call.
     */
    void offer(ServiceReference<?> reference) throws RefusedException {
        synchronized (this) {
            if (candidates.containsKey(reference)) {
                return;
            }
        }
        List<Candidate> offered = candidates(reference, handler(reference));
        synchronized (this) {
            if (candidates.putIfAbsent(reference, offered) == null && up) {
                directory.exchange(List.of(), offered);
            }
        }
    }

    private FunctionHandler handler(ServiceReference<?> reference) throws RefusedException {
        Object service = host.getService(reference);
        if (service == null) {
            List<String> reasons = new Diagnosis(host).failedActivations(bundle);
            throw new RefusedException("function " + String.join(", ", FunctionServices.names(reference))
                    + " cannot be had: "
                    + (reasons.isEmpty() ? "its service factory gave none" : String.join("; ", reasons)));
        }
        if (service instanceof FunctionHandler handler) {
            return handler;
        }
        throw new RefusedException("carries a private copy of the package " + FunctionHandler.class.getPackageName()
                + ", so that its functions are not functions of this runtime; it must import the package");
    }

    private List<Candidate> candidates(ServiceReference<?> reference, FunctionHandler handler) throws RefusedException {
        List<String> names = FunctionServices.names(reference);
        if (names.isEmpty()) {
            throw new RefusedException("registers a function without the property " + FunctionServices.NAME);
        }
        FunctionVersion version =
                new FunctionVersion(handler, classLoader(), staged.version().toString());
        long serviceId = (Long) reference.getProperty(Constants.SERVICE_ID);
        return names.stream()
                .map(name -> new Candidate(name, this, FunctionServices.ranking(reference), serviceId, version))
                .toList();
    }

    /** A function has left the registry: no further call goes to it. */
    void withdraw(ServiceReference<?> reference) {
        List<Candidate> withdrawn;
        synchronized (this) {
            withdrawn = candidates.remove(reference);
            if (withdrawn == null) {
                return;
            }
            if (up) {
                directory.exchange(withdrawn, List.of());
            }
        }
        withdrawn.forEach(candidate -> candidate.version().retire());
    }

    /** The names of the functions that are there. */
    synchronized Set<String> functionNames() {
        Set<String> names = new TreeSet<>();
        all().forEach(candidate -> names.add(candidate.functionName()));
        return names;
    }

    private List<Candidate> all() {
        return candidates.values().stream().flatMap(List::stream).toList();
    }

    /** What calls run on. */
    synchronized List<FunctionVersion> versions() {
        return all().stream().map(Candidate::version).distinct().toList();
    }

    /** Puts the functions up, in one step with taking down those of the jar that this one replaces. */
    void putUp(InstalledJar previous) {
        synchronized (this) {
            up = true;
            directory.exchange(previous == null ? List.of() : previous.takeDown(), all());
        }
        try {
            // Those that came after the start and before this were nobody's so far.
            offerAll();
        } catch (RefusedException refused) {
            LOG.warning("a function of " + this + " is not served: " + refused.getMessage());
        }
    }

    private synchronized List<Candidate> takeDown() {
        up = false;
        return all();
    }

    /** Takes the functions down; calls go to whoever else offers them, or wait. */
    void putDown() {
        directory.exchange(takeDown(), List.of());
    }

    /** Stops the bundle, which stays installed. What it offered is forgotten: a later start makes it anew. */
    void stop() {
        List<ServiceReference<?>> gotten;
        synchronized (this) {
            gotten = List.copyOf(candidates.keySet());
            candidates.clear();
        }
        gotten.forEach(host::ungetService);
        try {
            bundle.stop(Bundle.STOP_TRANSIENT);
        } catch (BundleException | IllegalStateException e) {
            LOG.log(Level.WARNING, "bundle " + this + " did not stop cleanly", e);
        }
    }

    /** Stops and uninstalls the bundle and deletes its copy. */
    void uninstall() {
        stop();
        try {
            bundle.uninstall();
        } catch (BundleException | IllegalStateException e) {
            LOG.log(Level.WARNING, "bundle " + this + " was not uninstalled cleanly", e);
        }
        staged.discard();
    }

    @Override
    public String toString() {
        return staged.symbolicName() + " " + staged.version() + " ("
                + staged.source().getFileName() + ")";
    }
}
