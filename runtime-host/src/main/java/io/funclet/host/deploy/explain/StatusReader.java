package io.funclet.host.deploy.explain;

import io.funclet.host.call.endpoint.FunctionVersion;
import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.directory.History;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.file.DeployedFiles;
import io.funclet.host.deploy.file.FileRequest.Order;
import io.funclet.host.deploy.file.PlainPart;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.rollout.Observation;
import io.funclet.host.deploy.rollout.Rollouts;
import io.funclet.host.deploy.set.JarSets;
import io.funclet.host.deploy.status.DirectoryStatus;
import io.funclet.host.deploy.status.DrainingStatus;
import io.funclet.host.deploy.status.Explanation;
import io.funclet.host.deploy.status.FileStatus;
import io.funclet.host.deploy.status.HandlerStatus;
import io.funclet.host.deploy.status.Origin;
import io.funclet.host.deploy.status.Outcome;
import io.funclet.host.deploy.status.Outcome.Kind;
import io.funclet.host.deploy.status.PastChange;
import io.funclet.host.deploy.trust.TrustPolicy;
import io.funclet.host.deploy.wiring.Dependants;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Reads the status of a code directory. */
public final class StatusReader {

    private final DeployContext context;
    private final DeployedFiles files;
    private final JarSets sets;
    private final Dependants dependants;

    public StatusReader(DeployContext context, DeployedFiles files, JarSets sets) {
        this.sets = sets;
        this.context = context;
        this.files = files;
        this.dependants = new Dependants(context);
    }

    public DirectoryStatus of(CodeDirectory directory) {
        List<HandlerStatus> handlers = directory.handlers().status();
        Set<String> serving = handlers.stream()
                .filter(handler -> handler.serving() != null)
                .map(handler -> handler.serving().file())
                .collect(Collectors.toSet());
        List<FileStatus> all = files.in(directory)
                .map(file -> FileStatusReader.of(file, serving.contains(file.name())))
                .sorted(Comparator.comparing(FileStatus::file))
                .toList();
        Rollouts open = sets.rollouts(directory);
        List<InstalledJar> standby = open == null ? List.of() : open.standby();
        List<DrainingStatus> draining = context.jars().in(directory).stream()
                .filter(jar -> jar.isDraining() && !standby.contains(jar))
                .map(this::draining)
                .toList();
        History history = directory.history();
        TrustPolicy trust = directory.trust();
        return new DirectoryStatus(
                directory.path(),
                trust == null ? "off" : trust.isRequired() ? "require" : "warn",
                all,
                handlers,
                draining,
                open == null ? List.of() : open.status(),
                open == null ? 0 : open.archive().count(all),
                history.all(),
                history.retries(),
                history.durations());
    }

    public List<Explanation> explain(CodeDirectory directory, String subject) {
        return SteadyLook.of(() -> new Explainer(context, files, sets, directory, of(directory))
                .explain(withoutTenant(directory, subject)));
    }

    private static String withoutTenant(CodeDirectory directory, String subject) {
        String function = directory.handlers().names().function(subject);
        return function == null ? subject : function;
    }

    /**
     * Does what an operator asks for to the files with a name.
     *
     * @return how each ends; empty if there is none
     */
    public List<CompletableFuture<Outcome>> request(CodeDirectory directory, String subject, Order order) {
        return new Explainer(context, files, sets, directory, of(directory))
                .files(withoutTenant(directory, subject)).stream()
                        .map(fileName ->
                                target(files.get(directory, fileName), order).request(order))
                        .toList();
    }

    /**
     * Sets the part of the calls that new versions get which are compared with those before them.
     *
     * @param subject as that of {@link #explain}
     * @param copies whether they get copies of this part in place of calls
     * @return what that is now; empty if nothing has this name
     */
    public List<Outcome> share(CodeDirectory directory, String subject, int percent, boolean copies) {
        List<Outcome> outcomes = new ArrayList<>();
        for (String fileName : new Explainer(context, files, sets, directory, of(directory))
                .files(withoutTenant(directory, subject))) {
            DeployedFile file = files.find(directory, fileName).orElse(null);
            if (file == null) {
                continue;
            }
            Rollouts open = sets.rollouts(directory);
            Observation observation = open == null ? null : open.of(file);
            if (observation != null) {
                observation.hold(percent, copies);
            }
            outcomes.add(new Outcome(
                    Instant.now(),
                    file.label(),
                    observation == null ? Kind.REJECTED : Kind.UNCHANGED,
                    file.current() == null
                            ? ""
                            : file.current().staged().symbolicName() + " "
                                    + file.current().staged().version(),
                    file.functions(),
                    observation == null
                            ? "no new version of it is compared with the one before it"
                            : "the new version gets " + (copies ? "copies of " : "") + percent
                                    + "% of the calls until you say otherwise",
                    false,
                    false,
                    Duration.ZERO,
                    Origin.UNKNOWN));
        }
        return outcomes;
    }

    /**
     * How the changes of a directory ended, the newest last: all that are kept, or else the last ones of this process.
     *
     * @param subject as that of {@link #explain}; empty for all
     */
    public List<PastChange> history(CodeDirectory directory, String subject) {
        Rollouts kept = sets.rollouts(directory);
        List<PastChange> changes = new ArrayList<>(
                kept == null ? ofThisProcess(directory) : kept.journal().read());
        String function = withoutTenant(directory, subject);
        changes.removeIf(change -> !subject.isEmpty() && !change.concerns(subject) && !change.concerns(function));
        return changes;
    }

    private static List<PastChange> ofThisProcess(CodeDirectory directory) {
        List<PastChange> changes = new ArrayList<>();
        directory
                .history()
                .all()
                .forEach(outcome ->
                        changes.add(0, PastChange.of(outcome, outcome.origin().digest())));
        return changes;
    }

    /** How the last changes of a directory ended, the newest last. Cheap, unlike all that are kept. */
    public List<PastChange> lastChanges(CodeDirectory directory) {
        Rollouts kept = sets.rollouts(directory);
        return kept == null ? ofThisProcess(directory) : kept.journal().last();
    }

    /** Looks at a file, whether or not it has been noticed. Completed with how that ends. */
    public CompletableFuture<Outcome> attempt(CodeDirectory directory, String fileName) {
        return target(files.get(directory, fileName), Order.TRY).request(Order.TRY);
    }

    /** What to restart: plain jars have one bundle. A set decides for all of its jars. */
    private DeployedFile target(DeployedFile file, Order order) {
        if (order == Order.RESTART) {
            return PlainPart.of(file) != null ? file.classPath() : file;
        }
        return sets.owner(file).orElse(file);
    }

    private DrainingStatus draining(InstalledJar jar) {
        StagedJar staged = jar.staged();
        return new DrainingStatus(
                staged.fileName(),
                staged.symbolicName(),
                staged.version().toString(),
                jar.functions().names(),
                jar.functions().versions().stream()
                        .mapToInt(FunctionVersion::running)
                        .sum(),
                dependants.direct(jar).stream()
                        .filter(user -> !user.isDraining())
                        .map(InstalledJar::toString)
                        .sorted()
                        .toList());
    }
}
