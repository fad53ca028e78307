package io.funclet.host.deploy.check;

import io.funclet.host.deploy.jar.PathFault;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.natives.Carrier;
import io.funclet.host.deploy.status.Explanation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** The jars of a code directory in the temporary framework, and the checked one among them. */
final class TrialDirectory {

    private final TrialFramework framework;

    /** The other jars. */
    private final Map<Bundle, StagedJar> neighbours = new LinkedHashMap<>();

    /** What the checked jar replaces; {@code null} if that is nothing, or is rejected, or a plain jar. */
    private Bundle replaced;

    /** The bundle of the plain jars; {@code null} if there is none. */
    private Bundle classPath;

    /** The plain jars that stay. */
    private final List<StagedJar> plain = new ArrayList<>();

    private boolean replacesPlain;

    /** Other jars with native libraries, also the replaced one, which runs until the checked one does. */
    private final List<Carrier> carriers = new ArrayList<>();

    private List<Bundle> resolvedBefore = List.of();

    TrialDirectory(TrialFramework framework) {
        this.framework = framework;
    }

    Map<Bundle, StagedJar> neighbours() {
        return neighbours;
    }

    List<Carrier> carriers() {
        return carriers;
    }

    /** The neighbours that were resolved beside what the checked jar replaces; none if it replaces nothing. */
    List<Bundle> resolvedBefore() {
        return resolvedBefore;
    }

    /**
     * Installs the other jars, as they are now.
     *
     * @param because gets what is to be said of them
     */
    void install(Path directory, StagedJar checked, List<Explanation> because) throws IOException, RejectedException {
        List<StagedJar> all = new ArrayList<>();
        for (Path jar : TrialFramework.jarsIn(directory)) {
            boolean isReplaced = jar.getFileName().equals(checked.source().getFileName());
            if (isReplaced) {
                because.add(Explanation.neutral("takes the place of " + jar));
            }
            try {
                Optional<String> fault = PathFault.of(jar);
                if (fault.isPresent()) {
                    throw new RejectedException(fault.get());
                }
                StagedJar staged = framework.stage(jar);
                carriers.add(staged.carrier());
                if (staged.isPlain()) {
                    all.add(staged);
                    replacesPlain |= isReplaced;
                    if (!isReplaced) {
                        plain.add(staged);
                    }
                    continue;
                }
                Bundle bundle = framework.install(staged);
                if (isReplaced) {
                    replaced = bundle;
                    continue;
                }
                neighbours.put(bundle, staged);
                if (staged.symbolicName().equals(checked.symbolicName())) {
                    because.add(Explanation.neutral(jar + " is the same bundle, " + staged.version()
                            + ", and stays beside it; it is replaced only under its own file name"));
                }
            } catch (RejectedException | BundleException rejected) {
                if (!isReplaced) {
                    because.add(Explanation.neutral(jar + " is not there for it: it " + rejected.getMessage()));
                }
            }
        }
        if (!all.isEmpty()) {
            try {
                classPath = installPlain(all);
            } catch (BundleException e) {
                throw RejectedException.noBundle(e);
            }
        }
    }

    /**
     * Puts the checked jar in its place, and resolves all.
     *
     * @return its bundle, or that of the plain jars if it is one
     */
    Bundle put(StagedJar staged) throws RejectedException {
        try {
            boolean changesPlain = staged.isPlain() || replacesPlain;
            if (changesPlain && classPath != null) {
                neighbours.remove(classPath);
            }
            if (replaced != null || changesPlain) {
                framework.resolve();
                resolvedBefore = neighbours.keySet().stream()
                        .filter(TrialFramework::isResolved)
                        .toList();
                framework.uninstall(replaced, changesPlain ? classPath : null);
            }
            if (staged.isPlain()) {
                plain.add(staged);
            }
            Bundle ofPlain = changesPlain && !plain.isEmpty() ? installPlain(plain) : null;
            Bundle bundle = staged.isPlain() ? ofPlain : framework.install(staged);
            framework.resolve();
            return bundle;
        } catch (BundleException e) {
            throw RejectedException.noBundle(e);
        }
    }

    /** All plain jars of a directory make one bundle. */
    private Bundle installPlain(List<StagedJar> jars) throws RejectedException, BundleException {
        StagedJar staged = framework.classPath(jars, neighbours.keySet());
        Bundle bundle = framework.install(staged);
        neighbours.put(bundle, staged);
        return bundle;
    }
}
