package io.funclet.host.deploy.update;

import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.file.DeployedFiles;
import io.funclet.host.deploy.file.FileLocks.BusyException;
import io.funclet.host.deploy.file.RequestedAttempts.Request;
import io.funclet.host.deploy.retire.BundleRetirement;
import io.funclet.host.deploy.status.Outcome;
import io.funclet.host.deploy.wiring.MissedWiring;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Has files looked at, by workers, when they have changed or something else has that concerns them. */
public final class Deployer {

    private static final Logger LOG = Logger.getLogger(Deployer.class.getName());

    private final DeployContext deployContext;
    private final DeployedFiles files;
    private final BundleRetirement bundleRetirement;
    private final MissedWiring missed;

    public Deployer(DeployContext deployContext) {
        this.deployContext = deployContext;
        this.files = new DeployedFiles(deployContext, this::queue);
        this.bundleRetirement = new BundleRetirement(deployContext);
        this.missed = new MissedWiring(deployContext);
    }

    public DeployedFiles files() {
        return files;
    }

    /** Has a worker look at the file, now or as soon as those deployments have ended that concern it. */
    private void queue(DeployedFile file) {
        boolean known = file.queue(() -> {
            files.hasLooked();
            file.directory().activity().begin();
            deployContext.workers().execute(() -> look(file));
        });
        if (!known) {
            files.get(file.directory(), file.name()).look();
        }
    }

    private void look(DeployedFile file) {
        Set<DeployedFile> claimed = new HashSet<>();
        List<Request> requests = List.of();
        try {
            files.fileLocks().take(file, claimed, file.begin());
            requests = file.requested().take();
            Outcome outcome = new Deployment(deployContext, files, bundleRetirement, file, claimed, requests).run();
            files.fileLocks().conclude(file);
            if (outcome == null) {
                file.requested().putBack(requests);
            } else {
                requests.forEach(request -> request.outcome().complete(outcome));
            }
        } catch (BusyException busy) {
            file.awaits(busy.wanted());
            file.requested().putBack(requests);
        } catch (RuntimeException | Error defect) {
            requests.forEach(request -> request.outcome().completeExceptionally(defect));
            if (!deployContext.workers().areClosed()) {
                LOG.log(Level.SEVERE, "the deployment of " + file.name() + " failed: " + defect, defect);
            }
        }
        files.fileLocks().release(claimed);
        file.end();
        // After that: who asks then whether something may come has to see that this look has ended.
        end(file.directory());
        files.forget(file);
    }

    /**
     * A piece of work on a directory has ended. If it was the last one, those are looked at that have missed what has come
     * meanwhile; if there are none, all jars that were there have been dealt with.
     */
    public void end(CodeDirectory directory) {
        if (!directory.activity().end()) {
            return;
        }
        if (directory.activity().rest()) {
            missed.byDynamicImports(directory).forEach(InstalledJar::miss);
            missed.byServiceQueries(directory);
        }
        Set<InstalledJar> missing = directory.activity().takeSwitched() ? missed.in(directory) : Set.of();
        if (missing.isEmpty()) {
            directory.handlers().settle();
        }
        missing.forEach(jar -> files.of(jar).look());
    }
}
