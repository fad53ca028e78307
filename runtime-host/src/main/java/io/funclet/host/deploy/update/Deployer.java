package io.funclet.host.deploy.update;

import io.funclet.host.deploy.attempt.DeploymentScope;
import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.file.DeployedFiles;
import io.funclet.host.deploy.file.FileLocks.BusyException;
import io.funclet.host.deploy.file.FileRequest;
import io.funclet.host.deploy.retirement.BundleRetirement;
import io.funclet.host.deploy.rollout.Rollouts;
import io.funclet.host.deploy.set.JarSets;
import io.funclet.host.deploy.status.Outcome;
import io.funclet.host.deploy.wiring.MissedWiring;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Lets workers look at a file when it has changed, or when something else has that concerns it. */
public final class Deployer {

    private static final Logger LOG = Logger.getLogger(Deployer.class.getName());

    private final DeployContext context;
    private final DeployedFiles files;
    private final BundleRetirement retirement;
    private final MissedWiring missed;
    private final JarSets sets;

    /** Of the directories whose updates prove themselves. */
    private final Map<CodeDirectory, Rollouts> rollouts = new ConcurrentHashMap<>();

    public Deployer(DeployContext context) {
        this.context = context;
        this.files = new DeployedFiles(context, this::queue);
        this.retirement = new BundleRetirement(context);
        this.missed = new MissedWiring(context);
        this.sets = new JarSets(files, context.workspace().directories(), this::rollouts);
    }

    public JarSets sets() {
        return sets;
    }

    public DeployedFiles files() {
        return files;
    }

    /** Lets a worker look at the file, now or when the deployments that concern it have ended. */
    private void queue(DeployedFile file) {
        boolean known = file.queue(() -> {
            files.hasLooked();
            file.directory().activity().begin();
            context.workers().execute(() -> look(file));
        });
        if (!known) {
            DeployedFile successor = files.get(file.directory(), file.name());
            // What was asked for just when the former object was forgotten.
            file.requested().drainTo(successor.requested());
            successor.look();
        }
    }

    private void look(DeployedFile file) {
        Set<DeployedFile> claimed = new HashSet<>();
        List<FileRequest> requests = new ArrayList<>();
        try {
            files.locks().take(file, claimed, file.begin());
            file.requested().drainTo(requests);
            Outcome outcome = new Deployment(scope(file, claimed), requests).run();
            files.locks().conclude(file);
            if (outcome == null) {
                file.requested().addAll(requests);
            } else {
                requests.forEach(request -> request.outcome().complete(outcome));
            }
        } catch (BusyException busy) {
            file.awaits(busy.wanted());
            file.requested().addAll(requests);
        } catch (RuntimeException | Error defect) {
            requests.forEach(request -> request.outcome().completeExceptionally(defect));
            if (!context.workers().areClosed()) {
                LOG.log(Level.SEVERE, "the deployment of " + file.name() + " failed: " + defect, defect);
            }
        }
        files.locks().release(claimed);
        file.end();
        // After the end of the look: what comes next has to see that it has ended.
        end(file.directory());
        files.forget(file);
    }

    private DeploymentScope scope(DeployedFile file, Set<DeployedFile> claimed) {
        return new DeploymentScope(
                context, files, retirement, file, file.directory(), rollouts(file.directory()), sets, claimed);
    }

    /** The process ends, and all comparisons with it. */
    public void close() {
        rollouts.values().forEach(Rollouts::close);
    }

    /** Those of a directory; {@code null} if its updates prove nothing. */
    public Rollouts rollouts(CodeDirectory directory) {
        return directory.state() == null
                ? null
                : rollouts.computeIfAbsent(directory, its -> new Rollouts(context, its));
    }

    /**
     * A piece of work on a directory has ended. If it was the last one, bundles that have missed something are looked at
     * again. If there are none, all jars of the start have been dealt with.
     */
    public void end(CodeDirectory directory) {
        if (!directory.activity().end()) {
            return;
        }
        if (directory.activity().endStart()) {
            missed.byDynamicImports(directory).forEach(jar -> jar.optional().miss());
            missed.byServiceQueries(directory);
        }
        Set<InstalledJar> missing = directory.activity().takeSwitched() ? missed.in(directory) : Set.of();
        if (missing.isEmpty()) {
            directory.handlers().settle();
        }
        missing.forEach(jar -> files.of(jar).look());
    }
}
