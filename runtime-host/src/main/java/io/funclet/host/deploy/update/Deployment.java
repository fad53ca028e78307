package io.funclet.host.deploy.update;

import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.file.DeployedFiles;
import io.funclet.host.deploy.file.FileLocks.BusyException;
import io.funclet.host.deploy.file.RequestedAttempts.Request;
import io.funclet.host.deploy.jar.FileIdentity;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.retire.BundleRetirement;
import io.funclet.host.deploy.status.Outcome;
import io.funclet.host.deploy.status.Outcome.Kind;
import io.funclet.host.deploy.update.Attempt.Change;
import io.funclet.host.deploy.update.ChangeSet.Member;
import io.funclet.host.deploy.update.UpdateDecision.Gone;
import io.funclet.host.deploy.update.UpdateDecision.NewContent;
import io.funclet.host.deploy.update.UpdateDecision.Rejected;
import io.funclet.host.deploy.update.UpdateDecision.Unchanged;
import io.funclet.host.deploy.update.UpdateDecision.Unreachable;
import io.funclet.host.deploy.wiring.Dependants;
import io.funclet.host.deploy.wiring.MissedWiring;
import io.funclet.host.log.FailedCallback;
import java.util.List;
import java.util.Set;
import java.util.logging.Logger;

/**
 * Walk 2: what stands in a file becomes what serves, together with all that uses it. One object is one look at one file.
 */
final class Deployment {

    private static final Logger LOG = Logger.getLogger(Deployment.class.getName());

    private final DeployContext deployContext;
    private final DeployedFiles files;
    private final BundleRetirement bundleRetirement;
    private final DeployedFile file;
    private final CodeDirectory directory;

    /** All files that this look concerns: no other deployment touches them meanwhile. */
    private final Set<DeployedFile> claimed;

    private final List<Request> requests;

    /** Whether an operator has asked for what serves to be started anew. */
    private final boolean restart;

    /** What the file looked like before it was read. */
    private final FileIdentity seen;

    private final DeploymentReport report;
    private final MissedWiring missed;

    Deployment(
            DeployContext deployContext,
            DeployedFiles files,
            BundleRetirement bundleRetirement,
            DeployedFile file,
            Set<DeployedFile> claimed,
            List<Request> requests) {
        this.deployContext = deployContext;
        this.files = files;
        this.bundleRetirement = bundleRetirement;
        this.file = file;
        this.directory = file.directory();
        this.claimed = claimed;
        this.requests = requests;
        this.restart = file.current() != null
                && file.current().isUp()
                && requests.stream().anyMatch(Request::restart);
        this.seen = file.identity();
        this.report = new DeploymentReport(files, file);
        this.missed = new MissedWiring(deployContext);
    }

    /**
     * Makes the file what is installed.
     *
     * @return how that ended; {@code null} if the file has to be looked at once more
     * @throws BusyException if it concerns another file that is being deployed; nothing has changed then
     */
    Outcome run() throws BusyException {
        file.outcomes().begin(seen, !requests.isEmpty());
        InstalledJar before = file.current();
        UpdateDecision decision = UpdateDecision.of(deployContext, file, restart);
        if (decision instanceof Unreachable) {
            report.unknown("its code directory is not there");
        } else if (decision instanceof Gone) {
            remove();
        } else if (decision instanceof Unchanged) {
            report.unchanged(before);
        } else if (decision instanceof Rejected rejected) {
            report.rejected(null, rejected.reason());
        } else if (decision instanceof NewContent content) {
            update(content.staged());
        }
        if (decision.rewires() && before.isUp() && file.current() == before) {
            renew();
        }
        return report.result();
    }

    private void update(StagedJar staged) throws BusyException {
        try {
            if (file.results().retry().isHanging(staged.fingerprint())) {
                staged.discard();
                throw RejectedException.failedStart(
                        "is not tried again before its last start has ended, which was given up", null);
            }
            FailedStartThreads.requireFew(file, staged);
            JointUpdate update = new JointUpdate(deployContext, files, bundleRetirement, file, claimed);
            conclude(update.run(new Change(file, seen, staged, false)), "", Set.of());
        } catch (RejectedException rejected) {
            report.rejected(staged, rejected);
        }
    }

    /**
     * Has it started anew, and wired to what is there now, beside itself; if it has missed something, together with all
     * that have, so that each of them is started once. Where it cannot be, it goes on as it is.
     */
    private void renew() throws BusyException {
        InstalledJar current = file.current();
        MissedRenewal renewal = new MissedRenewal(missed, current, !restart);
        files.fileLocks().take(file, claimed, files.of(renewal.jars()));
        try {
            if (file.results().retry().isHanging(current.staged().fingerprint())) {
                throw RejectedException.failedStart("waits for the end of its last start, which was given up", null);
            }
            ChangeSet set = new Attempt(deployContext, files, bundleRetirement, file, claimed)
                    .run(renewal.changes(deployContext, files, seen));
            conclude(set, restart ? "started anew, as was asked for" : renewal.remark(), renewal.jars());
            renewal.succeeded(set);
        } catch (RejectedException rejected) {
            if (renewal.failed(rejected)) {
                directory.activity().hasSwitched();
                renew();
            } else {
                report.notRenewed(current, rejected, restart);
            }
        }
    }

    private void conclude(ChangeSet set, String remark, Set<InstalledJar> renewed) {
        String cause = set.bundles().get(0).toString();
        for (Member member : set.members()) {
            boolean update = member.previous() != null && member.previous().isProven();
            boolean user = member.anew() && !renewed.contains(member.previous());
            try {
                report.installed(
                        member.file(),
                        member.next(),
                        update ? Kind.UPDATED : Kind.DEPLOYED,
                        user ? "anew, for " + cause : remark);
            } catch (RuntimeException | Error failed) {
                // It serves: what it has replaced is to go all the same.
                FailedCallback.log(LOG, "telling of the switch to " + member.next(), failed);
            }
        }
        for (Member member : set.members()) {
            if (member.previous() != null) {
                retire(member.file(), member.previous());
            }
        }
        renewUsersOfWhatLeaves();
    }

    private void remove() {
        directory.absences().put(file.name(), null);
        InstalledJar previous = file.current();
        file.serves(null);
        directory.activity().hasSwitched();
        if (previous != null) {
            InstalledJar.exchange(directory, List.of(previous), List.of());
        }
        report.removed(previous);
        if (previous != null) {
            retire(file, previous);
            renewUsersOfWhatLeaves();
        }
    }

    private void retire(DeployedFile of, InstalledJar version) {
        of.departs();
        bundleRetirement.depart(version).whenComplete((nothing, failure) -> {
            of.hasDeparted();
            files.fileLocks().wake();
            if (of.outcomes().lastIs(Kind.REMOVED)) {
                // What stood aside for it may come back, now that it has stopped.
                files.lookAgain(of);
            }
            files.forget(of);
        });
    }

    /** Those who use what has been replaced, or removed, are wired to what is there now, if that is possible. */
    private void renewUsersOfWhatLeaves() {
        new Dependants(deployContext)
                .outdated(directory)
                .forEach(user -> files.of(user).look());
    }
}
