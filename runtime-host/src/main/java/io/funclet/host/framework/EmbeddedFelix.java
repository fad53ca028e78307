package io.funclet.host.framework;

import io.funclet.host.framework.guard.Lifecycle;
import io.funclet.host.framework.scr.ScrLog;
import io.funclet.host.framework.serviceloader.Neighbours;
import io.funclet.host.framework.serviceloader.ServiceMediator;
import io.funclet.host.storage.FileErrorText;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.felix.framework.GuardedFelix;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;

/** The OSGi framework of this process, with its platform bundles. */
public final class EmbeddedFelix implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(EmbeddedFelix.class.getName());

    /** The bundle that watches directories. Not started with the others: its first scan needs a listener. */
    private static final String FILE_INSTALL = "org.apache.felix.fileinstall";

    /** Longer than any drain: SCR must not interrupt a component that waits for its calls. */
    private static final Duration SCR_LOCK_TIMEOUT = Duration.ofMinutes(10);

    private static final boolean JAVA_17 = Runtime.version().feature() == 17;

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private final GuardedFelix framework;
    private final ServiceMediator mediator;

    /** The bundles that must be active while the framework is open. Replaced, not modified. */
    private volatile List<Bundle> vital = List.of();

    private EmbeddedFelix(GuardedFelix framework, ServiceMediator mediator) {
        this.framework = framework;
        this.mediator = mediator;
    }

    /**
     * Boots the framework and starts the platform bundles, except FileInstall.
     *
     * @param storage a directory for the framework's own files; emptied, because a killed process may leave an
     *     incomplete cache there
     * @param properties further framework properties, read by platform bundles
     * @throws IOException if the installation is broken; a {@link FileSystemException} if the storage cannot be written
     */
    @SuppressWarnings("try") // Listens so that Felix logs nothing: the trouble is thrown.
    public static EmbeddedFelix start(Path storage, Map<String, String> properties)
            throws IOException, BundleException {
        Map<String, Object> configuration = new HashMap<>(properties);
        configuration.put(Constants.FRAMEWORK_STORAGE, storage.toString());
        configuration.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        // Two versions of one bundle live side by side while an update switches over.
        configuration.put(Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_MULTIPLE);
        configuration.put(Constants.FRAMEWORK_SYSTEMPACKAGES, SystemPackages.exports());
        configuration.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, SharedPackages.exports());
        // As on a class path. No package can import them, because no module exports them; GraalVM's languages need
        // some.
        configuration.put(Constants.FRAMEWORK_BOOTDELEGATION, "jdk.internal.*");
        configuration.put(Constants.FRAMEWORK_SYSTEMCAPABILITIES_EXTRA, SharedPackages.CAPABILITIES);
        configuration.put("ds.lock.timeout.milliseconds", Long.toString(SCR_LOCK_TIMEOUT.toMillis()));
        // SCR prints nothing: the ScrLog receives its messages.
        configuration.put("ds.showerrors", "false");
        // Bundles resolve one at a time here: the resolver's threads would be idle.
        configuration.put("felix.resolver.parallelism", "1");
        // Java keeps an inflater of 40 KB, outside the heap, for each open jar that was read. Felix opens a closed jar
        // when it reads from it.
        configuration.put("felix.cache.filelimit", "64");
        // The files of the code directories are what persists.
        configuration.put("felix.cm.pm", "memory");
        configuration.put("felix.log.logger", new FelixLog());
        configuration.put("felix.log.level", "2");
        ServiceMediator mediator = new ServiceMediator();
        GuardedFelix framework;
        Locale locale = takeAsciiDigits();
        try {
            framework = new GuardedFelix(configuration, new ClassPathConnector(), Lifecycle::require, mediator);
        } finally {
            Locale.setDefault(Locale.Category.FORMAT, locale);
        }
        EmbeddedFelix felix = new EmbeddedFelix(framework, mediator);
        try (StorageErrors trouble = StorageErrors.listen()) {
            init(framework);
            framework.start();
            ScrLog.register(felix.context());
            felix.startPlatform();
            return felix;
        } catch (BundleException | IOException | RuntimeException e) {
            felix.close();
            // Felix wraps what it, a platform bundle or the ClassPathConnector throws.
            if (e instanceof BundleException && e.getCause() instanceof IOException) {
                throw new FileSystemException(storage.toString(), null, FileErrorText.words(e.getCause()));
            }
            throw e;
        }
    }

    private static void init(Framework framework) throws BundleException {
        Locale locale = takeAsciiDigits();
        try {
            framework.init();
        } finally {
            Locale.setDefault(Locale.Category.FORMAT, locale);
        }
    }

    /**
     * Felix writes the version of the JDK's packages in the digits of the locale, and accepts only those of ASCII. For any
     * locale but these, Java would load a further table. Returns the locale to restore.
     */
    private static Locale takeAsciiDigits() {
        Locale locale = Locale.getDefault(Locale.Category.FORMAT);
        Locale.setDefault(Locale.Category.FORMAT, JAVA_17 ? Locale.US : Locale.ROOT);
        return locale;
    }

    private void startPlatform() throws IOException, BundleException {
        List<Bundle> bundles = new ArrayList<>();
        for (PlatformBundle platform : PlatformBundle.all()) {
            bundles.add(install(platform));
        }
        for (Bundle bundle : bundles) {
            if (!FILE_INSTALL.equals(bundle.getSymbolicName())) {
                bundle.start();
            }
        }
        vital = bundles.stream()
                .filter(bundle -> bundle.getState() == Bundle.ACTIVE)
                .toList();
    }

    private Bundle install(PlatformBundle platform) throws IOException, BundleException {
        try {
            return context().installBundle(platform.location());
        } catch (BundleException unusable) {
            // Felix says no more than that it cannot cache the bundle.
            if (unusable.getCause() instanceof FileNotFoundException missing) {
                throw missing;
            }
            throw unusable;
        }
    }

    /** Names a vital part that something else than the runtime has stopped; {@code null} if all are active. */
    public String lostPart() {
        if (framework.getState() != Bundle.ACTIVE) {
            return "the OSGi framework has been stopped";
        }
        for (Bundle bundle : vital) {
            if (bundle.getState() != Bundle.ACTIVE) {
                return "bundle " + bundle.getSymbolicName() + " of the runtime has been stopped";
            }
        }
        return null;
    }

    /** Lets bundles find the service providers of others. */
    public void mediate(Neighbours neighbours) {
        mediator.use(neighbours);
    }

    /** The context of the system bundle. */
    public BundleContext context() {
        return framework.getBundleContext();
    }

    /** Starts FileInstall. Returns when it has scanned its directories once. */
    public void startFileInstall() throws BundleException {
        Bundle fileInstall = fileInstall();
        fileInstall.start();
        List<Bundle> all = new ArrayList<>(vital);
        all.add(fileInstall);
        vital = List.copyOf(all);
    }

    /**
     * Restarts FileInstall, because it follows links of its directories only when it starts. Returns when it has
     * scanned them.
     */
    public synchronized void restartFileInstall() throws BundleException {
        List<Bundle> all = vital;
        vital = List.of();
        fileInstall().stop();
        fileInstall().start();
        vital = all;
    }

    /** Sets a property that platform bundles read when they start. */
    public void setProperty(String name, String value) {
        framework.setProperty(name, value);
    }

    private Bundle fileInstall() {
        for (Bundle bundle : context().getBundles()) {
            if (FILE_INSTALL.equals(bundle.getSymbolicName())) {
                return bundle;
            }
        }
        throw new IllegalStateException("the platform has no " + FILE_INSTALL);
    }

    /** Whether a bundle belongs to the runtime: the framework itself, or a platform bundle. */
    public static boolean isPlatform(Bundle bundle) {
        return bundle.getBundleId() == Constants.SYSTEM_BUNDLE_ID
                || PlatformBundle.fileNameOf(bundle.getLocation()) != null;
    }

    /**
     * Whether a bundle of the runtime serves the bundles of one code directory only.
     *
     * @param bundle any bundle
     */
    public static boolean isOfADirectory(Bundle bundle) {
        return ConfigurationAdminBundle.is(bundle);
    }

    /** Stops all bundles and the framework. Waits, bounded; a bundle that does not stop is left behind. */
    @Override
    public void close() {
        try {
            framework.stop();
            FrameworkEvent event = framework.waitForStop(STOP_TIMEOUT.toMillis());
            if (event.getType() == FrameworkEvent.WAIT_TIMEDOUT) {
                LOG.warning("bundles did not stop within " + STOP_TIMEOUT.toSeconds() + " s, and are left behind");
            }
        } catch (BundleException e) {
            LOG.log(Level.WARNING, "the framework did not stop cleanly", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
