package io.funclet.host.deploy.bundle;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.deploy.configuration.ConfigurationFile;
import io.funclet.host.deploy.configuration.Configurations;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.jar.StagedLocation;
import io.funclet.host.framework.EmbeddedFelix;
import io.funclet.host.framework.PackageDemand;
import io.funclet.host.framework.StorageErrors;
import io.funclet.host.framework.isolation.Isolation;
import io.funclet.host.framework.isolation.PlatformBoundary;
import io.funclet.host.framework.logservice.BundleLog;
import io.funclet.host.storage.FileErrorText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** The function bundles of the framework, and which of them may use each other. */
public final class InstalledJars implements Isolation.Kept {

    private static final Logger LOG = Logger.getLogger(InstalledJars.class.getName());

    private final Map<Long, InstalledJar> byBundle = new ConcurrentHashMap<>();

    private final Configurations configurations = new Configurations();

    /** {@code null} as long as no bundle has native libraries. */
    private volatile LibraryAdmission libraries;

    /** The bundles about which the log has said that the runtime does not use their service. */
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    @GuardedBy("this")
    private boolean providesLog;

    @SuppressWarnings("try")
    public InstalledJar install(BundleContext host, CodeDirectory directory, StagedJar staged, BundleTransaction set)
            throws RejectedException {
        // So that nothing is logged: the error is thrown.
        try (StorageErrors trouble = StorageErrors.listen()) {
            // By reference, so that the framework does not copy it once more.
            Bundle bundle = host.installBundle(staged.location());
            Optional<String> conflict = PlatformBoundary.conflict(bundle);
            if (conflict.isPresent()) {
                bundle.uninstall();
                staged.discard();
                throw new RejectedException(conflict.get());
            }
            InstalledJar jar = new InstalledJar(directory, staged, bundle, host, set);
            provideLog(host, bundle);
            // A configuration that no bundle has is removed.
            synchronized (configurations) {
                if (!configurations.ofFunctions(directory).isEmpty()) {
                    FunctionSettings.bind(configurations, directory, staged);
                }
                jar.lifecycle().configure(configurations.of(host, directory, bundle));
                byBundle.put(bundle.getBundleId(), jar);
            }
            return jar;
        } catch (BundleException e) {
            staged.discard();
            // The framework has files of its own on the disk.
            throw e.getCause() instanceof IOException
                    ? RejectedException.noResources(
                            "cannot be installed in the temporary directory: " + FileErrorText.words(e.getCause()), e)
                    : RejectedException.noBundle(e);
        }
    }

    /** Offers LogService, from the first bundle on that may use it. */
    private synchronized void provideLog(BundleContext host, Bundle bundle) {
        if (!providesLog && PackageDemand.isOf(bundle, "org.osgi.service.log")) {
            providesLog = true;
            BundleLog.register(host);
        }
    }

    public void remove(InstalledJar jar) {
        byBundle.remove(jar.bundle().getBundleId());
        if (jar.lifecycle().configuration() != null) {
            synchronized (configurations) {
                configurations.removeAllBut(
                        jar.directory(),
                        in(jar.directory()).stream()
                                .map(kept -> kept.lifecycle().configuration())
                                .filter(Objects::nonNull)
                                .toList());
            }
        }
    }

    /** Gives a bundle that has not started the configurations of now. */
    public void configureAnew(BundleContext host, InstalledJar jar) {
        synchronized (configurations) {
            jar.lifecycle().configure(configurations.of(host, jar.directory(), jar.bundle()));
        }
    }

    /**
     * Sets what the runtime's configuration has for the components of functions, by function. Returns the functions whose
     * values differ now. Does not give them to bundles that have started.
     */
    public Set<String> configure(CodeDirectory directory, Map<String, ConfigurationFile> values) {
        synchronized (configurations) {
            Set<String> changed = configurations.set(directory, values);
            if (!changed.isEmpty()) {
                in(directory).forEach(jar -> FunctionSettings.bind(configurations, directory, jar.staged()));
            }
            return changed;
        }
    }

    public Configurations configurations() {
        return configurations;
    }

    /** The jar of a bundle; {@code null} if it is no function bundle, or is being removed. */
    public InstalledJar of(Bundle bundle) {
        return byBundle.get(bundle.getBundleId());
    }

    /** The jars of those bundles that have one. */
    public Set<InstalledJar> of(Collection<Bundle> bundles) {
        Set<InstalledJar> jars = new LinkedHashSet<>();
        for (Bundle bundle : bundles) {
            InstalledJar jar = of(bundle);
            if (jar != null) {
                jars.add(jar);
            }
        }
        return jars;
    }

    @Override
    public void unused(Bundle provider, String service) {
        InstalledJar jar = of(provider);
        if (jar != null && told.add(jar.toString())) {
            String text = jar + " offers " + service
                    + " to the bundles of its directory only: the runtime does not use it"
                    + (service.contains("ConfigurationAdmin") ? ", and components get no configuration from it" : "");
            jar.mark().log(LOG, Level.INFO, text);
        }
    }

    @Override
    public void asked(Bundle user, String type, String filter, boolean all, Collection<ServiceReference<?>> services) {
        InstalledJar jar = of(user);
        if (jar != null && !jar.directory().activity().isStarted()) {
            jar.optional().queries().add(type, filter, all, services);
        }
    }

    @Override
    public void kept(Bundle user, Bundle provider) {
        InstalledJar using = of(user);
        InstalledJar providing = of(provider);
        if (using != null && providing != null && mayEverUse(using, providing)) {
            Visibility.missed(providing, using);
        }
    }

    /** Lets native libraries of a bundle be loaded. Throws if the system's loader would confuse some with others. */
    public void admitLibraries(InstalledJar jar) throws RejectedException {
        if (jar.staged().natives().isEmpty()) {
            return;
        }
        synchronized (this) {
            if (libraries == null) {
                libraries = new LibraryAdmission();
            }
        }
        libraries.admit(jar, in(jar.directory()));
    }

    /** The bundles that use providers of a bundle by {@code ServiceLoader}. */
    public List<InstalledJar> usersOfServices(InstalledJar provider) {
        Set<Long> users = provider.services().users();
        users.retainAll(byBundle.keySet());
        return users.stream().map(byBundle::get).filter(Objects::nonNull).toList();
    }

    public List<InstalledJar> in(CodeDirectory directory) {
        List<InstalledJar> jars = new ArrayList<>(byBundle.values());
        jars.removeIf(jar -> jar.directory() != directory);
        return jars;
    }

    /**
     * Whether a bundle may see and use another one: all of the platform, and what stays of its own code directory. What the
     * platform uses, {@link Isolation} decides. So tenants cannot break each other.
     */
    public boolean mayUse(Bundle user, Bundle provider) {
        InstalledJar using = of(user);
        InstalledJar providing = of(provider);
        if (using != null && providing != null) {
            return using == providing || mayEverUse(using, providing) && Visibility.isSeen(providing, using);
        }
        if (EmbeddedFelix.isOfADirectory(user) || EmbeddedFelix.isOfADirectory(provider)) {
            return mayConfigure(user, provider, using, providing);
        }
        if (user.equals(provider) || EmbeddedFelix.isPlatform(user) || EmbeddedFelix.isPlatform(provider)) {
            return true;
        }
        // Being installed or uninstalled: the location tells the directory.
        return StagedLocation.directoryOf(user) == StagedLocation.directoryOf(provider) && providing != null;
    }

    @Override
    public boolean mayHaveSeen(Bundle user, Bundle provider) {
        InstalledJar using = of(user);
        InstalledJar providing = of(provider);
        return using == null || providing == null || using.directory() == providing.directory();
    }

    /** A ConfigurationAdmin is seen by the bundles that were started with it, and by the framework. */
    private static boolean mayConfigure(Bundle user, Bundle provider, InstalledJar using, InstalledJar providing) {
        if (using != null) {
            return using.isConfiguredBy(provider);
        }
        if (providing != null) {
            return providing.isConfiguredBy(user);
        }
        return user.equals(provider)
                || user.getBundleId() == Constants.SYSTEM_BUNDLE_ID
                || provider.getBundleId() == Constants.SYSTEM_BUNDLE_ID;
    }

    /** Not of a version of itself: wired to what it replaces, a library would pass on the old one's packages. */
    private static boolean mayEverUse(InstalledJar using, InstalledJar providing) {
        return using.directory() == providing.directory()
                && !using.staged().symbolicName().equals(providing.staged().symbolicName());
    }
}
