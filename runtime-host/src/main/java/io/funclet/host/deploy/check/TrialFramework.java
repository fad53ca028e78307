package io.funclet.host.deploy.check;

import io.funclet.host.deploy.classpath.ClassPathBundle;
import io.funclet.host.deploy.jar.JarName;
import io.funclet.host.deploy.jar.Provenance;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.framework.EmbeddedFelix;
import io.funclet.host.framework.isolation.Isolation;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.wiring.FrameworkWiring;

/** A temporary framework, to find out what resolves. Nothing in it is started: no code of any jar runs. */
final class TrialFramework implements AutoCloseable {

    private final EmbeddedFelix felix;
    private final Path work;
    private final Provenance.Check trust;
    private int copies;

    /**
     * Starts an empty one.
     *
     * @param work an empty directory, for copies
     * @param trust examines each jar
     * @throws IOException if it does not boot
     */
    TrialFramework(Path work, Provenance.Check trust) throws IOException {
        this.trust = trust;
        this.work = work;
        try {
            felix = EmbeddedFelix.start(work.resolve("bundles"), Map.of());
        } catch (BundleException e) {
            throw new IOException("the framework does not boot: " + e.getMessage(), e);
        }
        // As in a code directory: no bundle uses another version of itself.
        Isolation.enforce(host(), TrialFramework::mayUse, (user, provider) -> {});
    }

    static boolean mayUse(Bundle user, Bundle provider) {
        return user.equals(provider)
                || EmbeddedFelix.isPlatform(user)
                || EmbeddedFelix.isPlatform(provider)
                || !user.getSymbolicName().equals(provider.getSymbolicName());
    }

    /** The context of the system bundle. */
    BundleContext host() {
        return felix.context();
    }

    /** The jars of a code directory. */
    static List<Path> jarsIn(Path directory) throws IOException {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(
                directory,
                file -> JarName.is(file.getFileName().toString())
                        && !JarName.isSet(file.getFileName().toString()))) {
            return StreamSupport.stream(jars.spliterator(), false).toList();
        }
    }

    static boolean isResolved(Bundle bundle) {
        return bundle.getState() != Bundle.INSTALLED;
    }

    /** Copies and checks a jar. */
    StagedJar stage(Path jar) throws RejectedException {
        return StagedJar.stage(
                jar.toAbsolutePath(), jar.getFileName().toString(), work.resolve("copy-" + copies++ + ".jar"), trust);
    }

    /** Makes the bundle of plain jars. */
    StagedJar classPath(Collection<StagedJar> jars, Collection<Bundle> bundles) throws RejectedException {
        Path copy = work.resolve("copy-" + copies++ + ".jar");
        return ClassPathBundle.of(
                Path.of(JarName.CLASS_PATH), JarName.CLASS_PATH, copy, copies, jars, List.copyOf(bundles));
    }

    Bundle install(StagedJar staged) throws BundleException {
        return host().installBundle(staged.location());
    }

    /** Resolves all that is installed, as far as that is possible. */
    void resolve() {
        wiring().resolveBundles(null);
    }

    /** Uninstalls bundles; {@code null} is none. The others are not resolved any more. */
    void uninstall(Bundle... bundles) throws BundleException {
        List<Bundle> jars = Stream.of(host().getBundles())
                .filter(one -> !EmbeddedFelix.isPlatform(one))
                .toList();
        for (Bundle bundle : bundles) {
            if (bundle != null) {
                bundle.uninstall();
            }
        }
        CompletableFuture<FrameworkEvent> refreshed = new CompletableFuture<>();
        wiring().refreshBundles(jars, refreshed::complete);
        refreshed.join();
    }

    private FrameworkWiring wiring() {
        return host().getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
    }

    @Override
    public void close() {
        felix.close();
    }
}
