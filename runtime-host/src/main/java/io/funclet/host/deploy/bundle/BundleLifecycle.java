package io.funclet.host.deploy.bundle;

import io.funclet.host.deploy.component.ComponentDescriptions;
import io.funclet.host.deploy.component.ConfigurationCheck;
import io.funclet.host.deploy.configuration.ConfigurationGeneration;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.serving.BundleFunctions;
import io.funclet.host.framework.StorageErrors;
import io.funclet.host.framework.component.ActivationFailure;
import io.funclet.host.framework.component.ComponentFailures;
import io.funclet.host.framework.isolation.PlatformBoundary;
import io.funclet.host.framework.serviceloader.ProviderRegistration;
import java.util.List;
import java.util.jar.JarFile;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Starts, stops and uninstalls the bundle of a jar. A fragment neither starts nor stops. Used by one thread at a time. Code
 * of the bundle runs on it, with the bundle's class loader as context, so that its output carries its name.
 */
public final class BundleLifecycle {

    private static final Logger LOG = Logger.getLogger(BundleLifecycle.class.getName());

    private final Bundle bundle;
    private final StagedJar jar;
    private final BundleFunctions functions;
    private final BundleContext host;
    private final ServiceUse services;

    private volatile long startedAt;

    /** Of its code directory; {@code null} for none. Set before the start, and before others can see the bundle. */
    private volatile ConfigurationGeneration configuration;

    BundleLifecycle(Bundle bundle, StagedJar jar, BundleFunctions functions, BundleContext host, ServiceUse services) {
        this.bundle = bundle;
        this.jar = jar;
        this.functions = functions;
        this.host = host;
        this.services = services;
    }

    void configure(ConfigurationGeneration generation) {
        configuration = generation;
    }

    /** With which it was started; {@code null} if its directory had none. */
    ConfigurationGeneration configuration() {
        return configuration;
    }

    long startedAt() {
        return startedAt;
    }

    /** Starts the bundle, and gets every function that it registers: activators and components run here. */
    public void start() throws RejectedException {
        startedAt = System.nanoTime();
        if (isFragment()) {
            return;
        }
        // Also for classes that activators load by it, and for threads that they start.
        Thread.currentThread().setContextClassLoader(classLoader());
        try (StorageErrors trouble = StorageErrors.listen()) {
            // Makes Felix unpack the jars on the class path now. Later, on a full disk, Felix would silently leave one
            // out.
            bundle.getResource(JarFile.MANIFEST_NAME);
            requireUnpacked(trouble);
            requireFit(configuration);
            try {
                activate();
            } catch (RejectedException rejected) {
                requireUnpacked(trouble);
                throw rejected.orNoResources();
            }
            requireUnpacked(trouble);
        }
    }

    private static void requireUnpacked(StorageErrors trouble) throws RejectedException {
        if (trouble.words().isPresent()) {
            throw RejectedException.noResources(
                    "cannot be unpacked to the temporary directory: "
                            + trouble.words().get(),
                    null);
        }
    }

    private void requireFit(ConfigurationGeneration generation) throws RejectedException {
        if (generation != null && !generation.files().isEmpty()) {
            List<String> faults = ConfigurationCheck.faults(
                    bundle, ComponentDescriptions.of(bundle).components(), generation);
            if (!faults.isEmpty()) {
                throw new RejectedException(String.join("; ", faults));
            }
        }
    }

    private void activate() throws RejectedException {
        try {
            bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
        } catch (BundleException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw RejectedException.of(
                    List.of(ActivationFailure.ofStart(bundle, cause)), "does not start: ", services.missed());
        }
        String conflict = PlatformBoundary.conflict(bundle).orElse(null);
        if (conflict != null) {
            throw new RejectedException(conflict);
        }
        ProviderRegistration.of(bundle);
        functions.offerAll();
        requireSound();
    }

    /** Rejects the bundle if one of its components, activated meanwhile, has failed. */
    public void requireSound() throws RejectedException {
        List<ActivationFailure> failures = ComponentFailures.of(host, bundle);
        if (!failures.isEmpty()) {
            throw RejectedException.of(failures, "", services.missed());
        }
    }

    /** Stops the bundle, which stays installed, and forgets its functions. */
    public void stop() {
        if (isFragment()) {
            return;
        }
        Thread thread = Thread.currentThread();
        ClassLoader outer = thread.getContextClassLoader();
        ClassLoader own = classLoader();
        if (own != null) {
            thread.setContextClassLoader(own);
        }
        try {
            // Releasing a service may deactivate its component.
            functions.forget();
            bundle.stop(Bundle.STOP_TRANSIENT);
        } catch (BundleException | IllegalStateException e) {
            log("did not stop cleanly", e);
        } finally {
            thread.setContextClassLoader(outer);
        }
    }

    /** Uninstalls the bundle, which is stopped, and deletes its copy. */
    public void uninstall() {
        try {
            bundle.uninstall();
        } catch (BundleException | IllegalStateException e) {
            log("was not uninstalled cleanly", e);
        }
        jar.discard();
    }

    private void log(String what, Exception failure) {
        // That is no news if the framework has stopped before.
        Level level = failure instanceof IllegalStateException ? Level.FINE : Level.WARNING;
        functions.mark().log(LOG, level, "bundle " + jar + " " + what, failure);
    }

    /** {@code null} if it has none: if it was never resolved, or is a fragment. */
    public ClassLoader classLoader() {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        return wiring == null ? null : wiring.getClassLoader();
    }

    private boolean isFragment() {
        return jar.fragmentHost() != null;
    }
}
