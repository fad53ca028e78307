package io.funclet.host.deploy;

import io.funclet.host.framework.Diagnosis;
import io.funclet.host.framework.FileFailure;
import io.funclet.host.framework.PlatformBoundary;
import io.funclet.host.framework.Reason;
import io.funclet.host.framework.StorageTrouble;
import io.funclet.host.ops.LogMark;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleWiring;

/** A staged jar as a bundle of the framework, and the functions that it offers. */
final class InstalledJar {

    private final CodeDirectory directory;
    private final StagedJar staged;
    private final Bundle bundle;
    private final BundleContext host;
    private final OfferedFunctions functions;
    private final BundleLifecycle lifecycle;

    private final OptionalDependencies optional;

    /** With what it is being started; {@code null} once it has been up. */
    private volatile ChangeSet changeSet;

    /** What components of it wait for, in words; empty if none does. */
    private volatile String waitsFor = "";

    /** What replaces it as soon as it is committed; {@code null} if nothing does. */
    private volatile ChangeSet replacement;

    /** What is wrong with its native libraries, in words. */
    private volatile List<String> flaws = List.of();

    private volatile boolean hasMissed;

    /** Whether what starts from now on must not be wired to this bundle. */
    private volatile boolean leaving;

    InstalledJar(CodeDirectory directory, StagedJar staged, Bundle bundle, BundleContext host, ChangeSet changeSet) {
        this.directory = directory;
        this.staged = staged;
        this.bundle = bundle;
        this.host = host;
        this.changeSet = changeSet;
        this.optional = new OptionalDependencies(bundle);
        this.functions = new OfferedFunctions(this, host);
        this.lifecycle = new BundleLifecycle(this);
    }

    /** Installs a copy of a jar beside what else is there. */
    @SuppressWarnings("try") // Listened for so that nothing is logged: what was the trouble is thrown.
    static InstalledJar install(Ground ground, CodeDirectory directory, StagedJar staged, ChangeSet set)
            throws RefusedException {
        try (StorageTrouble trouble = StorageTrouble.listen()) {
            // By reference: the copy is ours, and the framework need not copy it once more.
            String location = "reference:" + staged.copy().toUri();
            Bundle bundle = ground.host().installBundle(location);
            Optional<String> conflict = PlatformBoundary.conflict(bundle);
            if (conflict.isPresent()) {
                bundle.uninstall();
                staged.discard();
                throw new RefusedException(conflict.get());
            }
            InstalledJar jar = new InstalledJar(directory, staged, bundle, ground.host(), set);
            ground.jars().add(jar);
            return jar;
        } catch (BundleException e) {
            staged.discard();
            // The framework keeps books of its own on the disk.
            throw e.getCause() instanceof IOException
                    ? RefusedException.forWantOfRoom(
                            "cannot be installed in the temporary directory: " + FileFailure.words(e.getCause()), e)
                    : RefusedException.noBundle(e);
        }
    }

    CodeDirectory directory() {
        return directory;
    }

    StagedJar staged() {
        return staged;
    }

    /** Its file, as the log names it. */
    String label() {
        return directory.label(staged.source().getFileName().toString());
    }

    Bundle bundle() {
        return bundle;
    }

    /** The context of the system bundle. */
    BundleContext host() {
        return host;
    }

    /** What it can do without. */
    OptionalDependencies optional() {
        return optional;
    }

    /** Orders bundles by when they were started. */
    int compareStart(InstalledJar other) {
        return Long.signum(lifecycle.startedAt() - other.lifecycle.startedAt());
    }

    /** With what it is being started; {@code null} if it has been up. */
    ChangeSet changeSet() {
        return changeSet;
    }

    void startIn(ChangeSet set) {
        changeSet = set;
    }

    /** It goes when the set is committed; {@code null} if it stays after all. */
    void replacedIn(ChangeSet set) {
        replacement = set;
    }

    /** It has shown that it starts, and will serve. */
    void prove() {
        changeSet = null;
    }

    boolean isProven() {
        ChangeSet set = changeSet;
        return set == null || set.isCommitted();
    }

    /** Whether it is not about to be taken back: it serves, or stays installed for others to come. */
    boolean isProvenOrWaits() {
        return isProven() || !isUp() && bundle.getState() == Bundle.INSTALLED;
    }

    /** Finds out what components of it wait for, in words; empty if none does. */
    String askWhatItWaitsFor() {
        waitsFor = Reason.line(new Diagnosis(host).unsatisfied(bundle));
        return waitsFor;
    }

    /** What components of it waited for when that was asked last. */
    String waitsFor() {
        return waitsFor;
    }

    boolean isLeaving() {
        ChangeSet set = replacement;
        return leaving || set != null && set.isCommitted();
    }

    /** No further bundle is wired to it. Those that are being resolved now will have been when this returns. */
    void leave() {
        synchronized (directory.wiring()) {
            leaving = true;
        }
    }

    /** Whether a service that it listens for came when this bundle was not to see it, so that it has to be started anew. */
    boolean hasMissed() {
        return hasMissed;
    }

    void miss() {
        hasMissed = true;
    }

    List<String> flaws() {
        return flaws;
    }

    void isFlawed(List<String> found) {
        flaws = found;
    }

    /** It could not be started anew, and goes on without. */
    void missForGood() {
        hasMissed = false;
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

    /** Starts the bundle, and gets every function that it registers: this is where activators and components run. */
    void start() throws RefusedException {
        lifecycle.start();
    }

    /** Refuses the bundle if one of its components, activated meanwhile, has failed. */
    void requireSound() throws RefusedException {
        lifecycle.requireSound();
    }

    /** Stops the bundle, which stays installed. What it offered is forgotten: a later start makes it anew. */
    void stop() {
        lifecycle.stop();
    }

    /** Uninstalls the bundle, which is stopped, and deletes its copy. */
    void uninstall() {
        lifecycle.uninstall();
    }

    /** {@code null} if it has none: if it was never resolved, or is a fragment. */
    ClassLoader classLoader() {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        return wiring == null ? null : wiring.getClassLoader();
    }

    /** Marks its log events, and those about it: by its functions, or its symbolic name if it has none. */
    LogMark mark() {
        Set<String> names = functions.lastNames();
        String name = names.isEmpty() ? staged.symbolicName() : String.join(",", names);
        return new LogMark(name, staged.version().toString(), "");
    }

    @Override
    public String toString() {
        return staged.symbolicName() + " " + staged.version() + " (" + label() + ")";
    }
}
