package io.funclet.host.deploy.bundle;

import io.funclet.host.deploy.component.ComponentWarnings;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.serving.BundleFunctions;
import io.funclet.host.framework.diagnosis.Diagnosis;
import io.funclet.host.framework.requirement.Reason;
import io.funclet.host.log.LogContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** A staged jar as a bundle of the framework, and the functions that it offers. */
public final class InstalledJar {

    private final CodeDirectory directory;
    private final StagedJar staged;
    private final Bundle bundle;
    private final BundleContext host;
    private final BundleFunctions functions;
    private final BundleLifecycle lifecycle;

    private final OptionalDependencies optional;

    /** With what it is being started; {@code null} once it has been up. */
    private volatile BundleTransaction transaction;

    /** What components of it wait for, in words; empty if none does. */
    private volatile String waitsFor = "";

    /** What replaces it as soon as it is committed; {@code null} if nothing does. */
    private volatile BundleTransaction replacement;

    /** What is wrong with its native libraries, in words. */
    private volatile List<String> warnings = List.of();

    private volatile boolean hasMissed;

    /** Whether what starts from now on must not be wired to this bundle. */
    private volatile boolean draining;

    InstalledJar(
            CodeDirectory directory,
            StagedJar staged,
            Bundle bundle,
            BundleContext host,
            BundleTransaction transaction) {
        this.directory = directory;
        this.staged = staged;
        this.bundle = bundle;
        this.host = host;
        this.transaction = transaction;
        this.optional = new OptionalDependencies(bundle);
        this.functions = new BundleFunctions(bundle, staged, directory.handlers(), host);
        this.lifecycle = new BundleLifecycle(bundle, staged, functions, host);
    }

    public CodeDirectory directory() {
        return directory;
    }

    public StagedJar staged() {
        return staged;
    }

    public Bundle bundle() {
        return bundle;
    }

    /** The context of the system bundle. */
    BundleContext host() {
        return host;
    }

    /** What it can do without. */
    public OptionalDependencies optional() {
        return optional;
    }

    /** Orders bundles by when they were started. */
    public int compareStart(InstalledJar other) {
        return Long.signum(lifecycle.startedAt() - other.lifecycle.startedAt());
    }

    /** With what it is being started; {@code null} if it has been up. */
    BundleTransaction transaction() {
        return transaction;
    }

    public void startIn(BundleTransaction set) {
        transaction = set;
    }

    /** It goes when the set is committed; {@code null} if it stays after all. */
    public void replacedIn(BundleTransaction set) {
        replacement = set;
    }

    /** It has shown that it starts, and will serve. */
    public void prove() {
        transaction = null;
    }

    public boolean isProven() {
        BundleTransaction set = transaction;
        return set == null || set.isCommitted();
    }

    /** Whether it is not about to be taken back: it serves, or stays installed for others to come. */
    public boolean isProvenOrWaits() {
        return isProven() || !isUp() && bundle.getState() == Bundle.INSTALLED;
    }

    /** Finds out what components of it wait for, in words; empty if none does. */
    public String askWhatItWaitsFor() {
        waitsFor = Reason.line(new Diagnosis(host).unsatisfied(bundle));
        return waitsFor;
    }

    /** What components of it waited for when that was asked last. */
    public String waitsFor() {
        return waitsFor;
    }

    public boolean isDraining() {
        BundleTransaction set = replacement;
        return draining || set != null && set.isCommitted();
    }

    /** No further bundle is wired to it. Those that are being resolved now will have been when this returns. */
    public void startDraining() {
        synchronized (directory.wiring()) {
            draining = true;
        }
    }

    /** Whether a service that it listens for came when this bundle was not to see it, so that it has to be started anew. */
    public boolean hasMissed() {
        return hasMissed;
    }

    public void miss() {
        hasMissed = true;
    }

    /** What of it is not as its author meant it: a phrase for each. It works all the same, as far as it goes. */
    public List<String> warnings() {
        List<String> all = new ArrayList<>(warnings);
        all.addAll(new ComponentWarnings(host).of(bundle));
        return all;
    }

    void warnOf(List<String> found) {
        warnings = found;
    }

    /** It could not be started anew, and goes on without. */
    public void clearMissed() {
        hasMissed = false;
    }

    public BundleFunctions functions() {
        return functions;
    }

    public boolean isUp() {
        return functions.areUp();
    }

    /** Whether code of the bundle may run. */
    public boolean isActive() {
        return (bundle.getState() & (Bundle.STARTING | Bundle.ACTIVE | Bundle.STOPPING)) != 0;
    }

    /** Starts the bundle, and gets every function that it registers: this is where activators and components run. */
    public void start() throws RejectedException {
        lifecycle.start();
    }

    /** Rejects the bundle if one of its components, activated meanwhile, has failed. */
    public void requireSound() throws RejectedException {
        lifecycle.requireSound();
    }

    /** Stops the bundle, which stays installed. What it offered is forgotten: a later start makes it anew. */
    public void stop() {
        lifecycle.stop();
    }

    /** Uninstalls the bundle, which is stopped, and deletes its copy. */
    public void uninstall() {
        lifecycle.uninstall();
    }

    /** {@code null} if it has none: if it was never resolved, or is a fragment. */
    public ClassLoader classLoader() {
        return lifecycle.classLoader();
    }

    /** Marks its log events, and those about it. */
    public LogContext mark() {
        return functions.mark();
    }

    /** Puts bundles up, in one step with taking down those that they replace. */
    public static void exchange(
            CodeDirectory directory, Collection<InstalledJar> draining, Collection<InstalledJar> coming) {
        BundleFunctions.exchange(directory.handlers(), functions(draining), functions(coming));
    }

    private static List<BundleFunctions> functions(Collection<InstalledJar> jars) {
        return jars.stream().map(InstalledJar::functions).toList();
    }

    @Override
    public String toString() {
        return staged.toString();
    }
}
