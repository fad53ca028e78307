package io.funclet.host.deploy;

import io.funclet.host.framework.ActivationFailure;
import io.funclet.host.framework.BundleTrace;
import io.funclet.host.framework.Diagnosis;
import io.funclet.host.framework.PlatformBoundary;
import io.funclet.host.framework.StorageTrouble;
import io.funclet.host.ops.LogMark;
import java.util.List;
import java.util.jar.JarFile;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/**
 * How the bundle of a jar starts, stops and goes. A fragment does neither start nor stop. Used by one thread at a time;
 * code of the bundle runs on it, with the bundle's class loader as its context, so that what it prints and logs carries its
 * name.
 */
final class BundleLifecycle {

    private static final Logger LOG = Logger.getLogger(BundleLifecycle.class.getName());

    private final InstalledJar jar;

    private volatile long startedAt;

    BundleLifecycle(InstalledJar jar) {
        this.jar = jar;
    }

    /** On the clock of {@link System#nanoTime}. */
    long startedAt() {
        return startedAt;
    }

    /** Starts the bundle, and gets every function that it registers: this is where activators and components run. */
    void start() throws RefusedException {
        startedAt = System.nanoTime();
        if (isFragment()) {
            return;
        }
        // Also for what activators load by it, and for threads that they start.
        Thread.currentThread().setContextClassLoader(jar.classLoader());
        try (StorageTrouble trouble = StorageTrouble.listen()) {
            // Has Felix unpack the jars on the class path. It would do so when a class is looked for, and what there
            // was no room for would be missing, without a word, as long as the bundle lives.
            jar.bundle().getResource(JarFile.MANIFEST_NAME);
            requireUnpacked(trouble);
            try {
                activate();
            } catch (RefusedException refused) {
                requireUnpacked(trouble);
                throw refused.orForWantOfRoom();
            }
            requireUnpacked(trouble);
        }
    }

    private static void requireUnpacked(StorageTrouble trouble) throws RefusedException {
        if (trouble.words().isPresent()) {
            throw RefusedException.forWantOfRoom(
                    "cannot be unpacked to the temporary directory: "
                            + trouble.words().get(),
                    null);
        }
    }

    private void activate() throws RefusedException {
        try {
            jar.bundle().start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
        } catch (BundleException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            BundleTrace trace = Diagnosis.trace(jar.bundle(), cause);
            String reason = "does not start: " + Diagnosis.notStarted(jar.bundle(), cause, trace);
            throw Diagnosis.isLasting(cause)
                    ? new RefusedException(reason, trace)
                    : RefusedException.failedStart(reason, trace);
        }
        String conflict = PlatformBoundary.conflict(jar.bundle()).orElse(null);
        if (conflict != null) {
            throw new RefusedException(conflict);
        }
        jar.functions().offerAll();
        requireSound();
    }

    /** Refuses the bundle if one of its components, activated meanwhile, has failed. */
    void requireSound() throws RefusedException {
        List<ActivationFailure> failures = new Diagnosis(jar.host()).failedActivations(jar.bundle());
        if (!failures.isEmpty()) {
            throw RefusedException.of(failures, "");
        }
    }

    /** Stops the bundle, which stays installed. What it offered is forgotten: a later start makes it anew. */
    void stop() {
        if (isFragment()) {
            return;
        }
        LogMark mark = jar.mark();
        Thread thread = Thread.currentThread();
        ClassLoader outer = thread.getContextClassLoader();
        ClassLoader own = jar.classLoader();
        if (own != null) {
            thread.setContextClassLoader(own);
        }
        try {
            // Given back, a service may be the last of its component, which is deactivated then.
            jar.functions().forget();
            jar.bundle().stop(Bundle.STOP_TRANSIENT);
        } catch (BundleException e) {
            mark.log(LOG, Level.WARNING, "bundle " + jar + " did not stop cleanly", e);
        } catch (IllegalStateException e) {
            mark.log(LOG, Level.FINE, "the framework has stopped before bundle " + jar, e);
        } finally {
            thread.setContextClassLoader(outer);
        }
    }

    /** Uninstalls the bundle, which is stopped, and deletes its copy. */
    void uninstall() {
        try {
            jar.bundle().uninstall();
        } catch (BundleException e) {
            jar.mark().log(LOG, Level.WARNING, "bundle " + jar + " was not uninstalled cleanly", e);
        } catch (IllegalStateException e) {
            jar.mark().log(LOG, Level.FINE, "the framework has stopped before bundle " + jar, e);
        }
        jar.staged().discard();
    }

    private boolean isFragment() {
        return jar.staged().fragmentHost() != null;
    }
}
