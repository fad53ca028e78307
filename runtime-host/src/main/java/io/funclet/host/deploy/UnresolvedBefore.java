package io.funclet.host.deploy;

import io.funclet.host.framework.EmbeddedFelix;
import io.funclet.host.framework.Isolation;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;

/** Which jars of a directory do not resolve as it is: whatever comes is not to blame for them. */
final class UnresolvedBefore {

    private UnresolvedBefore() {}

    /**
     * Tries it in a framework of its own, in which nothing is started.
     *
     * @param directory the code directory
     * @param work an empty directory, for copies
     * @return the names of the files
     */
    static Set<Path> in(Path directory, Path work) throws IOException {
        Map<Bundle, Path> files = new HashMap<>();
        Set<Path> unresolved = new HashSet<>();
        try (EmbeddedFelix felix = EmbeddedFelix.start(work.resolve("bundles"), Map.of());
                DirectoryStream<Path> jars = Files.newDirectoryStream(
                        directory, file -> JarName.is(file.getFileName().toString()))) {
            BundleContext host = felix.context();
            Isolation.enforce(host, OfflineCheck::mayUse, (user, provider) -> {});
            for (Path jar : jars) {
                try {
                    StagedJar staged = OfflineCheck.stage(jar, work.resolve(files.size() + ".jar"));
                    files.put(host.installBundle("reference:" + staged.copy().toUri()), jar.getFileName());
                } catch (RefusedException | BundleException refused) {
                    unresolved.add(jar.getFileName());
                }
            }
            host.getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
                    .adapt(FrameworkWiring.class)
                    .resolveBundles(null);
            files.forEach((bundle, file) -> {
                if (bundle.getState() == Bundle.INSTALLED) {
                    unresolved.add(file);
                }
            });
        } catch (BundleException e) {
            throw new IOException("the framework does not boot: " + e.getMessage(), e);
        }
        return unresolved;
    }
}
