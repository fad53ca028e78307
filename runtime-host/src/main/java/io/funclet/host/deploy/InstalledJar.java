package io.funclet.host.deploy;

import io.funclet.api.FunctionHandler;
import io.funclet.host.call.FunctionVersion;
import io.funclet.host.framework.Diagnosis;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
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

    InstalledJar(CodeDirectory directory, StagedJar staged, Bundle bundle, BundleContext host) {
        this.directory = directory;
        this.staged = staged;
        this.bundle = bundle;
        this.host = host;
    }

    StagedJar staged() {
        return staged;
    }

    Bundle bundle() {
        return bundle;
    }

    CodeDirectory directory() {
        return directory;
    }

    /**
     * Resolves and starts the bundle, and gets every function that it registers; this is where activators and
     * components run.
     */
    void start() throws RefusedException {
        if (staged.fragment()) {
            return;
        }
        Diagnosis diagnosis = new Diagnosis(host);
        if (resolve()) {
            // For what activators load by it, and so that threads which they start carry the bundle's name in the log.
            Thread.currentThread().setContextClassLoader(classLoader());
        }
        try {
            bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
        } catch (BundleException e) {
            throw refusal(e, diagnosis);
        }
        for (ServiceReference<?> reference : FunctionServices.of(bundle)) {
            offer(reference);
        }
        List<String> failures = diagnosis.failedActivations(bundle);
        if (!failures.isEmpty()) {
            throw new RefusedException(String.join("; ", failures));
        }
    }

    private boolean resolve() {
        FrameworkWiring wiring =
                host.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
        return wiring.resolveBundles(List.of(bundle));
    }

    private ClassLoader classLoader() {
        return bundle.adapt(BundleWiring.class).getClassLoader();
    }

    private RefusedException refusal(BundleException e, Diagnosis diagnosis) {
        List<String> missing = diagnosis.missing(bundle);
        if (!missing.isEmpty()) {
            return RefusedException.untilMoreComes(String.join("; ", missing), e);
        }
        if (e.getType() == BundleException.RESOLVE_ERROR) {
            return RefusedException.untilMoreComes("does not resolve: " + e.getMessage(), e);
        }
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return new RefusedException("does not start: " + cause, e);
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
        List<String> names = FunctionServices.names(reference);
        if (names.isEmpty()) {
            throw new RefusedException("registers a function without the property " + FunctionServices.NAME);
        }
        Object service = host.getService(reference);
        if (service == null) {
            List<String> reasons = new Diagnosis(host).failedActivations(bundle);
            throw new RefusedException("function " + String.join(", ", names) + " cannot be had: "
                    + (reasons.isEmpty() ? "its service factory gave none" : String.join("; ", reasons)));
        }
        if (!(service instanceof FunctionHandler handler)) {
            throw new RefusedException("carries a private copy of the package " + FunctionHandler.class.getPackageName()
                    + ", so that its functions are not functions of this runtime; it must import the package");
        }
        FunctionVersion version =
                new FunctionVersion(handler, classLoader(), bundle.getVersion().toString());
        List<Candidate> offered = new ArrayList<>();
        for (String name : names) {
            offered.add(new Candidate(
                    name,
                    this,
                    FunctionServices.ranking(reference),
                    (Long) reference.getProperty(Constants.SERVICE_ID),
                    version));
        }
        synchronized (this) {
            candidates.put(reference, offered);
            if (up) {
                directory.exchange(List.of(), offered);
            }
        }
    }

    /** A function has left the registry: no further call goes to it. */
    void withdraw(ServiceReference<?> reference) {
        List<Candidate> withdrawn;
        synchronized (this) {
            withdrawn = candidates.remove(reference);
            if (withdrawn == null || !up) {
                return;
            }
            directory.exchange(withdrawn, List.of());
        }
        withdrawn.forEach(candidate -> candidate.version().retire());
    }

    synchronized boolean isUp() {
        return up;
    }

    /** The names of the functions that are there. */
    synchronized Set<String> functionNames() {
        Set<String> names = new TreeSet<>();
        all().forEach(candidate -> names.add(candidate.functionName()));
        return names;
    }

    private List<Candidate> all() {
        List<Candidate> all = new ArrayList<>();
        candidates.values().forEach(all::addAll);
        return all;
    }

    /** Puts the functions up, in one step with taking down those of the jar that this one replaces. */
    void putUp(InstalledJar previous) {
        synchronized (this) {
            up = true;
            directory.exchange(previous == null ? List.of() : previous.takeDown(), all());
        }
        // Those that came after the start and before this were nobody's so far.
        offerAll();
    }

    private void offerAll() {
        for (ServiceReference<?> reference : FunctionServices.of(bundle)) {
            try {
                offer(reference);
            } catch (RefusedException refused) {
                LOG.warning("a function of " + this + " is not served: " + refused.getMessage());
            }
        }
    }

    private synchronized List<Candidate> takeDown() {
        up = false;
        return all();
    }

    /** Takes the functions down; calls go to whoever else offers them. */
    void putDown() {
        directory.exchange(takeDown(), List.of());
    }

    /** Lets no further call in. Completed when the last running one has ended. */
    synchronized CompletableFuture<Void> retire() {
        return CompletableFuture.allOf(
                all().stream().map(candidate -> candidate.version().retire()).toArray(CompletableFuture[]::new));
    }

    /** Stops and uninstalls the bundle and deletes its copy. */
    void remove() {
        synchronized (this) {
            candidates.keySet().forEach(host::ungetService);
            candidates.clear();
        }
        try {
            bundle.uninstall();
        } catch (BundleException | IllegalStateException e) {
            LOG.log(Level.WARNING, "bundle " + this + " did not stop cleanly", e);
        }
        staged.discard();
    }

    @Override
    public String toString() {
        return staged.symbolicName() + " " + staged.version() + " ("
                + staged.source().getFileName() + ")";
    }
}
