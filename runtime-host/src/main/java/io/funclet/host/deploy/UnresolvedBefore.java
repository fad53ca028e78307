package io.funclet.host.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** Which jars of a directory do not resolve as it is: whatever comes is not to blame for them. */
final class UnresolvedBefore {

    private UnresolvedBefore() {}

    /**
     * Tries it in a framework of its own.
     *
     * @param directory the code directory
     * @param work an empty directory, for copies
     * @return the names of the files
     */
    static Set<Path> in(Path directory, Path work) throws IOException {
        Map<Bundle, Path> files = new HashMap<>();
        Set<Path> unresolved = new HashSet<>();
        try (TrialFramework framework = new TrialFramework(work)) {
            for (Path jar : TrialFramework.jarsIn(directory)) {
                try {
                    files.put(framework.install(framework.stage(jar)), jar.getFileName());
                } catch (RefusedException | BundleException refused) {
                    unresolved.add(jar.getFileName());
                }
            }
            framework.resolve();
            files.forEach((bundle, file) -> {
                if (bundle.getState() == Bundle.INSTALLED) {
                    unresolved.add(file);
                }
            });
        }
        return unresolved;
    }
}
