package io.funclet.host.deploy.bundle;

import io.funclet.host.deploy.configuration.ConfigurationGeneration;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.serving.BundleFunctions;
import io.funclet.host.deploy.serving.FunctionObject;
import io.funclet.host.deploy.trust.TrustPolicy;
import io.funclet.host.framework.component.UnsatisfiedComponents;
import io.funclet.host.framework.requirement.Reason;
import io.funclet.host.log.LogContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    private final OptionalDependencies optional = new OptionalDependencies();

    private final ServiceUse services = new ServiceUse();

    private final boolean providesServices;

    /** The transaction in which it starts; {@code null} once it has been up. */
    private volatile BundleTransaction transaction;

    private volatile String waitsFor = "";

    /** The transaction whose commit replaces it; {@code null} if none does. */
    private volatile BundleTransaction replacement;

    private final BundleWarnings warnings;

    /** The one with which it could not be deployed anew; {@code null} before. */
    private volatile ConfigurationGeneration rejectedConfiguration;

    /** Whether no further bundle may be wired to this one. */
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
        this.providesServices = staged.fragmentHost() == null && ServiceOffer.isFor(bundle);
        FunctionObject objects = new FunctionObject(
                host, bundle, staged, services::missed, directory.updates().get() != null);
        this.functions = new BundleFunctions(bundle, staged, directory.handlers(), objects);
        this.warnings = new BundleWarnings(host, bundle, staged, functions, directory.activity());
        this.lifecycle = new BundleLifecycle(bundle, staged, functions, host, services);
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

    public OptionalDependencies optional() {
        return optional;
    }

    /** What it looks for by {@code ServiceLoader}, and who uses its own providers. */
    public ServiceUse services() {
        return services;
    }

    /** Whether other bundles may use its service providers. */
    public boolean providesServices() {
        return providesServices;
    }

    public int compareStart(InstalledJar other) {
        return Long.signum(lifecycle.startedAt() - other.lifecycle.startedAt());
    }

    BundleTransaction transaction() {
        return transaction;
    }

    public void startIn(BundleTransaction set) {
        transaction = set;
    }

    /** It goes with the commit; {@code null} if it stays after all. */
    public void replacedIn(BundleTransaction set) {
        replacement = set;
    }

    /** It has started, and will serve. */
    public void prove() {
        transaction = null;
    }

    public boolean isProven() {
        BundleTransaction set = transaction;
        return set == null || set.isCommitted();
    }

    /** Whether it will not be taken back: it serves, or waits for other bundles. */
    public boolean isProvenOrWaits() {
        return isProven() || !isUp() && bundle.getState() == Bundle.INSTALLED;
    }

    /** Finds out what its components wait for, in words; empty if none does. */
    public String askWhatItWaitsFor() {
        waitsFor = Reason.line(UnsatisfiedComponents.of(host, bundle));
        return waitsFor;
    }

    /** What its components waited for when that was last found out. */
    public String waitsFor() {
        return waitsFor;
    }

    public boolean isDraining() {
        BundleTransaction set = replacement;
        return draining || set != null && set.isCommitted();
    }

    /** Lets no further bundle be wired to it. Resolutions under way have ended when this returns. */
    public void startDraining() {
        synchronized (directory.wiring()) {
            draining = true;
        }
    }

    /** It has been replaced, and serves again. */
    public void stay() {
        synchronized (directory.wiring()) {
            draining = false;
            replacement = null;
        }
    }

    boolean isConfiguredBy(Bundle admin) {
        ConfigurationGeneration configuration = lifecycle.configuration();
        return configuration != null && configuration.admin().equals(admin);
    }

    /** Whether files have changed that configure its components, unless it has failed with them. */
    public boolean hasOtherConfiguration(ConfigurationGeneration now) {
        ConfigurationGeneration configuration = lifecycle.configuration();
        return now != configuration
                && now != rejectedConfiguration
                && ConfiguredComponents.of(host, bundle).areChanged(configuration, now);
    }

    /** It could not be deployed anew with it, and goes on with what it has. */
    public void keepConfiguration(ConfigurationGeneration rejected) {
        rejectedConfiguration = rejected;
    }

    /** Whether it has failed with these files, and goes on with former ones. */
    public boolean keepsConfiguration(ConfigurationGeneration now) {
        return now != null && now == rejectedConfiguration;
    }

    /** What its author probably did not mean, although it works. */
    public BundleWarnings warnings() {
        return warnings;
    }

    public BundleFunctions functions() {
        return functions;
    }

    public boolean isUp() {
        return functions.areUp();
    }

    public boolean isActive() {
        return (bundle.getState() & (Bundle.STARTING | Bundle.ACTIVE | Bundle.STOPPING)) != 0;
    }

    public BundleLifecycle lifecycle() {
        return lifecycle;
    }

    public LogContext mark() {
        return functions.mark();
    }

    /** Why its jar, or one of a class path, is not trusted; empty if it is, or its directory trusts all. */
    public Optional<String> distrust() {
        TrustPolicy trust = directory.trust();
        return trust == null ? Optional.empty() : trust.distrust(staged);
    }

    /** Whether it must not run, because it is not trusted. */
    public boolean isForbidden() {
        TrustPolicy trust = directory.trust();
        return trust != null && trust.isRequired() && trust.distrust(staged).isPresent();
    }

    /** Tells contents of jars, as opposed to bundles, which change with each deployment. */
    public static Set<Long> fingerprints(Collection<InstalledJar> jars) {
        Set<Long> fingerprints = new HashSet<>();
        for (InstalledJar jar : jars) {
            fingerprints.add(jar.staged.fingerprint());
        }
        return fingerprints;
    }

    /** Replaces the functions of bundles in one step. */
    public static void exchange(
            CodeDirectory directory, Collection<InstalledJar> draining, Collection<InstalledJar> coming) {
        BundleFunctions.exchange(directory.handlers(), functions(draining), functions(coming));
    }

    private static List<BundleFunctions> functions(Collection<InstalledJar> jars) {
        List<BundleFunctions> functions = new ArrayList<>();
        for (InstalledJar jar : jars) {
            functions.add(jar.functions());
        }
        return functions;
    }

    @Override
    public String toString() {
        return staged.toString();
    }
}
