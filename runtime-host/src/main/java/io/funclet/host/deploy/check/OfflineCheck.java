package io.funclet.host.deploy.check;

import io.funclet.host.deploy.component.ComponentDescriptions;
import io.funclet.host.deploy.component.ComponentWarnings;
import io.funclet.host.deploy.component.DeclaredComponent;
import io.funclet.host.deploy.jar.PathFault;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.natives.Carrier;
import io.funclet.host.deploy.natives.SonameClash;
import io.funclet.host.deploy.status.Explanation;
import io.funclet.host.deploy.status.Explanation.Tone;
import io.funclet.host.framework.requirement.Reason;
import io.funclet.host.framework.requirement.UnmetRequirements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/**
 * What would happen to a jar in a code directory. The jar is checked, installed and resolved in a temporary framework.
 * Nothing is started: no code of any jar runs.
 */
public final class OfflineCheck {

    private final TrialFramework framework;
    private final Path work;
    private final List<Explanation> because = new ArrayList<>();

    /** The other jars of the directory. */
    private final Map<Bundle, StagedJar> neighbours = new LinkedHashMap<>();

    /** Whether the jar replaces another one. */
    private boolean replaces;

    /** Other jars with native libraries, also the replaced one, which runs until the jar does. */
    private final List<Carrier> carriers = new ArrayList<>();

    private OfflineCheck(TrialFramework framework, Path work) {
        this.framework = framework;
        this.work = work;
    }

    /**
     * Checks a jar.
     *
     * @param jar the jar
     * @param directory the code directory for it; empty for one without other jars
     * @param work an empty directory, for copies
     * @return what would happen to it; good if it would be taken
     * @throws IOException if the jar or the directory cannot be read; the message says which and why
     */
    public static Explanation run(Path jar, Optional<Path> directory, Path work) throws IOException {
        Optional<String> fault = PathFault.of(jar);
        if (fault.isPresent() || !Files.exists(jar)) {
            throw new IOException(fault.map(found -> jar + " " + found).orElse("there is no file " + jar));
        }
        try (TrialFramework framework = new TrialFramework(work)) {
            return new OfflineCheck(framework, work).check(framework.stage(jar), directory);
        } catch (RejectedException rejected) {
            return rejected(jar.getFileName().toString(), rejected);
        }
    }

    private static Explanation rejected(String what, RejectedException rejected) {
        return new Explanation(Tone.BAD, what + " would be rejected", List.of(Explanation.bad(rejected.getMessage())));
    }

    private Explanation check(StagedJar staged, Optional<Path> directory) throws IOException {
        if (directory.isPresent()) {
            installNeighbours(staged, directory.get());
        }
        Bundle bundle;
        try {
            bundle = framework.install(staged);
        } catch (BundleException e) {
            return rejected(staged.toString(), RejectedException.noBundle(e));
        }
        framework.resolve();
        boolean resolves = bundle.getState() != Bundle.INSTALLED;
        if (!resolves) {
            addReasons(bundle);
        }
        ComponentDescriptions descriptions = ComponentDescriptions.valid(bundle);
        List<DeclaredComponent> components = descriptions.components();
        Optional<SonameClash> clash = SonameClash.find(carrier(staged), carriers);
        clash.ifPresent(found -> because.add(Explanation.bad(found.words("restart a runtime in which that has run"))));
        boolean sound =
                new ComponentClassCheck(bundle, components, neighbours.keySet()).explain(because) && clash.isEmpty();
        boolean satisfied = new ReferenceCheck(bundle, components, neighbours).explain(because);
        boolean warned = addWarnings(bundle, descriptions);
        because.addAll(new RequirementReport(bundle).explain());
        if (!staged.identity().remark().isEmpty()) {
            because.add(Explanation.neutral(staged.identity().remark()));
        }
        boolean othersResolve = !replaces || addNeighboursThatDoNotResolve(directory.get());
        String fate;
        if (!sound) {
            fate = "would be rejected";
        } else if (!resolves || !satisfied || !othersResolve) {
            fate = "would wait";
        } else if (warned) {
            fate = components.stream().noneMatch(DeclaredComponent::bringsFunctions)
                    ? "would be taken, and bring no function"
                    : "would be taken, but not all of it";
        } else {
            because.add(Explanation.neutral(
                    "none of its code has run: whether that fails at the start, only a start shows"));
            return new Explanation(Tone.GOOD, staged + " would be taken", because);
        }
        return new Explanation(Tone.BAD, staged + " " + fate, because);
    }

    /** Adds what its author probably did not mean, although it would run. Returns whether there is any. */
    private boolean addWarnings(Bundle bundle, ComponentDescriptions descriptions) {
        List<String> warnings = new ArrayList<>(descriptions.faults());
        descriptions.components().forEach(component -> component.warning().ifPresent(warnings::add));
        if (warnings.isEmpty() && descriptions.components().isEmpty()) {
            warnings.addAll(new ComponentWarnings(framework.host()).of(bundle));
        }
        warnings.forEach(warning -> because.add(Explanation.bad(warning)));
        return !warnings.isEmpty();
    }

    private void installNeighbours(StagedJar checked, Path directory) throws IOException {
        for (Path jar : TrialFramework.jarsIn(directory)) {
            if (jar.getFileName().equals(checked.source().getFileName())) {
                replaces = true;
                because.add(Explanation.neutral("takes the place of " + jar));
                addReplaced(jar);
                continue;
            }
            Optional<String> fault = PathFault.of(jar);
            try {
                if (fault.isPresent()) {
                    throw new RejectedException(fault.get());
                }
                StagedJar staged = framework.stage(jar);
                carriers.add(carrier(staged));
                neighbours.put(framework.install(staged), staged);
                if (staged.symbolicName().equals(checked.symbolicName())) {
                    because.add(Explanation.neutral(jar + " is the same bundle, " + staged.version()
                            + ", and stays beside it; it is replaced only under its own file name"));
                }
            } catch (RejectedException | BundleException rejected) {
                because.add(Explanation.neutral(jar + " is not there for it: it " + rejected.getMessage()));
            }
        }
    }

    private void addReplaced(Path jar) {
        try {
            carriers.add(carrier(framework.stage(jar)));
        } catch (RejectedException doesNotRun) {
            // It does not run, and has no libraries in a process.
        }
    }

    private static Carrier carrier(StagedJar staged) {
        return new Carrier(staged.toString(), staged.natives());
    }

    private void addReasons(Bundle bundle) {
        List<Reason> reasons = UnmetRequirements.of(framework.host(), bundle, TrialFramework::mayUse);
        reasons.forEach(reason -> because.add(Explanation.bad(reason)));
        if (reasons.isEmpty()) {
            because.add(
                    Explanation.bad("does not resolve: each requirement could be met, but not all of them at once"));
        }
    }

    /** The new jar is accepted only if the bundles that use the replaced one resolve with it. */
    private boolean addNeighboursThatDoNotResolve(Path directory) throws IOException {
        boolean all = true;
        Set<Path> before = TrialFramework.unresolvedIn(directory, Files.createDirectory(work.resolve("before")));
        for (Map.Entry<Bundle, StagedJar> neighbour : neighbours.entrySet()) {
            if (neighbour.getKey().getState() == Bundle.INSTALLED
                    && !before.contains(neighbour.getValue().source().getFileName())) {
                all = false;
                because.add(new Explanation(
                        Tone.BAD,
                        neighbour.getValue() + " does not resolve beside it, as it does beside the one before",
                        UnmetRequirements.of(framework.host(), neighbour.getKey(), TrialFramework::mayUse).stream()
                                .map(Explanation::bad)
                                .toList()));
            }
        }
        return all;
    }
}
