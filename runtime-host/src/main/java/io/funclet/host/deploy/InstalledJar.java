package io.funclet.host.deploy;

import io.funclet.host.framework.Diagnosis;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/** A staged jar as a bundle of the framework, and the functions that it offers. */
final class InstalledJar {

    private static final Logger LOG = Logger.getLogger(InstalledJar.class.getName());

    private final CodeDirectory directory;
    private final StagedJar staged;
    private final Bundle bundle;
    private final BundleContext host;

    private final OfferedFunctions functions;

    /** Whether this bundle is to take the place of one that serves. */
    private volatile boolean update;

    /** Whether this bundle has been up once. */
    private volatile boolean proven;

    /** Those that serve, and would have liked a service that this bundle registered before it was proven. */
    private final Set<InstalledJar> keptFrom = ConcurrentHashMap.newKeySet();

    /** Whether no call runs on it any more, and none will. */
    private volatile boolean drained;

    /** Whether what starts from now on must not be wired to this bundle. */
    private volatile boolean leaving;

    InstalledJar(CodeDirectory directory, StagedJar staged, Bundle bundle, BundleContext host) {
        this.directory = directory;
        this.staged = staged;
        this.bundle = bundle;
        this.host = host;
        this.functions = new OfferedFunctions(this, host);
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

    boolean isUpdate() {
        return update;
    }

    void replaces(InstalledJar previous) {
        update = previous != null && previous != this && previous.isUp();
    }

    boolean isProven() {
        return proven;
    }

    void prove() {
        proven = true;
    }

    /** Whether calls may run on it. */
    boolean serves() {
        return isUp() && !functions.names().isEmpty();
    }

    void keptFrom(InstalledJar user) {
        keptFrom.add(user);
    }

    Set<InstalledJar> keptFrom() {
        return keptFrom;
    }

    boolean isDrained() {
        return drained;
    }

    void drained() {
        drained = true;
    }

    boolean isLeaving() {
        return leaving;
    }

    void leave() {
        leaving = true;
    }

    OfferedFunctions functions() {
        return functions;
    }

    boolean isUp() {
        return functions.areUp();
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
        Thread.currentThread()
                .setContextClassLoader(bundle.adapt(BundleWiring.class).getClassLoader());
        try {
            bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
        } catch (BundleException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new RefusedException("does not start: " + cause, e);
        }
        functions.offerAll();
        List<String> failures = new Diagnosis(host).failedActivations(bundle);
        if (!failures.isEmpty()) {
            throw new RefusedException(String.join("; ", failures));
        }
    }

    /** Stops the bundle, which stays installed. What it offered is forgotten: a later start makes it anew. */
    void stop() {
        functions.forget();
        Thread thread = Thread.currentThread();
        ClassLoader outer = thread.getContextClassLoader();
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        if (wiring != null) {
            // As at the start: what it prints and logs when it is deactivated carries its name.
            thread.setContextClassLoader(wiring.getClassLoader());
        }
        try {
            bundle.stop(Bundle.STOP_TRANSIENT);
        } catch (BundleException e) {
            LOG.log(Level.WARNING, "bundle " + this + " did not stop cleanly", e);
        } catch (IllegalStateException e) {
            LOG.log(Level.FINE, "the framework has stopped before bundle " + this, e);
        } finally {
            thread.setContextClassLoader(outer);
        }
    }

    /** Stops and uninstalls the bundle and deletes its copy. */
    void uninstall() {
        stop();
        try {
            bundle.uninstall();
        } catch (BundleException e) {
            LOG.log(Level.WARNING, "bundle " + this + " was not uninstalled cleanly", e);
        } catch (IllegalStateException e) {
            LOG.log(Level.FINE, "the framework has stopped before bundle " + this, e);
        }
        staged.discard();
    }

    @Override
    public String toString() {
        return staged.symbolicName() + " " + staged.version() + " ("
                + directory.label(staged.source().getFileName().toString()) + ")";
    }
}
