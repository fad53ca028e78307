package io.funclet.host.deploy.check;

import io.funclet.host.deploy.component.ComponentDescriptions;
import io.funclet.host.deploy.component.DeclaredComponent;
import io.funclet.host.deploy.jar.JarName;
import io.funclet.host.deploy.jar.PathFault;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.natives.Carrier;
import io.funclet.host.deploy.natives.MountOptions;
import io.funclet.host.deploy.natives.PrivateNames;
import io.funclet.host.deploy.natives.ResidentLibraries;
import io.funclet.host.deploy.natives.SonameClash;
import io.funclet.host.deploy.status.Explanation;
import io.funclet.host.deploy.status.Explanation.Tone;
import io.funclet.host.deploy.trust.TrustPolicy;
import io.funclet.host.framework.requirement.ResolverMessage;
import io.funclet.host.framework.requirement.UnmetRequirements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;

/**
 * What would happen to a jar in a code directory. The jar is checked, installed and resolved in a temporary framework.
 * Nothing is started: no code of any jar runs.
 */
public final class OfflineCheck {

    private final TrialFramework framework;
    private final List<Explanation> because = new ArrayList<>();

    private final TrialDirectory directory;

    private final CheckedConfiguration configuration;

    /** {@code null} if anyone may have signed the jar. */
    private final TrustPolicy trust;

    private OfflineCheck(TrialFramework framework, CheckedConfiguration configuration, TrustPolicy trust) {
        this.trust = trust;
        this.framework = framework;
        this.directory = new TrialDirectory(framework);
        this.configuration = configuration;
    }

    /**
     * Checks a jar.
     *
     * @param jar the jar
     * @param directory the code directory for it; empty for one without other jars
     * @param configuration of the runtime
     * @param work an empty directory, for copies
     * @return what would happen to it; good if it would be taken
     * @throws IOException if the jar or the directory cannot be read; the message says which and why
     */
    public static Explanation run(Path jar, Optional<Path> directory, CheckedConfiguration configuration, Path work)
            throws IOException {
        Optional<String> fault = PathFault.of(jar);
        if (fault.isPresent() || !Files.exists(jar)) {
            throw new IOException(fault.map(found -> jar + " " + found).orElse("there is no file " + jar));
        }
        Object what = jar.getFileName();
        Optional<String> misnamed = JarName.fault(what.toString());
        if (misnamed.isPresent()) {
            return Explanation.bad(what + " would not be looked at", List.of(Explanation.bad("it " + misnamed.get())));
        }
        TrustPolicy trust = configuration.trust().map(TrustPolicy::of).orElse(null);
        try (TrialFramework framework = new TrialFramework(work, trust == null ? TrustPolicy.NOTHING : trust)) {
            StagedJar staged = framework.stage(jar);
            what = staged;
            if (JarName.isSet(staged.fileName())) {
                return SetCheck.of(staged, directory.orElse(jar.toAbsolutePath().getParent()), trust);
            }
            return new OfflineCheck(framework, configuration, trust).check(staged, directory);
        } catch (RejectedException rejected) {
            return Explanation.bad(what + " would be rejected", List.of(Explanation.bad(rejected.getMessage())));
        }
    }

    private Explanation check(StagedJar staged, Optional<Path> path) throws IOException, RejectedException {
        if (path.isPresent()) {
            directory.install(path.get(), staged, because);
        }
        Bundle bundle = directory.put(staged);
        boolean resolves = TrialFramework.isResolved(bundle);
        if (!resolves) {
            addReasons(bundle);
        }
        ComponentDescriptions descriptions = ComponentDescriptions.valid(bundle);
        List<DeclaredComponent> components = descriptions.components();
        Carrier carrier = staged.carrier();
        Optional<SonameClash> clash = SonameClash.find(carrier, directory.carriers())
                .filter(found ->
                        PrivateNames.avoiding(carrier, directory.carriers()).isEmpty());
        clash.ifPresent(found -> because.add(Explanation.bad(found.words("restart a runtime in which that has run"))));
        MountOptions.fault(carrier).ifPresent(fault -> because.add(Explanation.neutral("here, " + fault)));
        if (components.stream().anyMatch(DeclaredComponent::bringsFunctions)) {
            ResidentLibraries.note(carrier).ifPresent(note -> because.add(Explanation.neutral(note)));
        }
        ComponentCheck check = new ComponentCheck(
                bundle, components, directory.neighbours(), configuration.of(staged, path, components, because));
        boolean sound = check.addFaults(because) && clash.isEmpty();
        boolean satisfied = check.addFunctions(because);
        if (path.isPresent()) {
            check.addUnoffered(configuration.functions(), because);
        }
        WarningCheck warning = new WarningCheck(framework, bundle, staged, descriptions);
        List<String> warnings = warning.all();
        because.addAll(warnings.stream().map(Explanation::bad).toList());
        because.addAll(warning.missedServices(directory.neighbours().keySet()));
        because.addAll(RequirementReport.of(bundle, staged));
        if (!staged.identity().remark().isEmpty()) {
            because.add(Explanation.neutral(staged.identity().remark()));
        }
        because.addAll(TrustReport.of(staged, trust));
        boolean othersResolve = addOthersThatResolveNoMore();
        String fate;
        if (!sound) {
            fate = "would be rejected";
        } else if (!resolves || !satisfied || !othersResolve) {
            fate = "would wait";
        } else if (configuration.fault().isPresent()) {
            fate = "would be taken, but the configuration file cannot be used";
        } else if (!warnings.isEmpty()) {
            fate = components.stream().noneMatch(DeclaredComponent::bringsFunctions)
                    ? "would be taken, and bring no function"
                    : "would be taken, but not all of it";
        } else {
            because.add(Explanation.neutral(
                    "none of its code has run: whether that fails at the start, only a start shows"));
            return new Explanation(Tone.GOOD, staged + " would be taken", because);
        }
        return Explanation.bad(staged + " " + fate, because);
    }

    private void addReasons(Bundle bundle) {
        List<Explanation> reasons = reasons(bundle);
        because.addAll(reasons);
        if (reasons.isEmpty()) {
            because.add(Explanation.bad(ResolverMessage.of(bundle)));
        }
    }

    /** Why a bundle does not resolve. */
    private List<Explanation> reasons(Bundle bundle) {
        return Explanation.bad(UnmetRequirements.of(framework.host(), bundle, TrialFramework::mayUse));
    }

    /** The new jar is accepted only if the bundles that use the replaced one resolve with it. */
    private boolean addOthersThatResolveNoMore() {
        boolean all = true;
        for (Bundle other : directory.resolvedBefore()) {
            if (!TrialFramework.isResolved(other)) {
                all = false;
                because.add(Explanation.bad(
                        directory.neighbours().get(other)
                                + " does not resolve beside it, as it does beside the one before",
                        reasons(other)));
            }
        }
        return all;
    }
}
