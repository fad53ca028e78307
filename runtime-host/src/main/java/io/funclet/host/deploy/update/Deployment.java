package io.funclet.host.deploy.update;

import io.funclet.host.deploy.attempt.Attempt;
import io.funclet.host.deploy.attempt.ChangeSet;
import io.funclet.host.deploy.attempt.ChangeSet.Change;
import io.funclet.host.deploy.attempt.ChangeSet.Content;
import io.funclet.host.deploy.attempt.Changes;
import io.funclet.host.deploy.attempt.DeploymentScope;
import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.file.DeployedFiles;
import io.funclet.host.deploy.file.FileLocks.BusyException;
import io.funclet.host.deploy.file.FileRequest;
import io.funclet.host.deploy.file.FileRequest.Order;
import io.funclet.host.deploy.file.PlainPart;
import io.funclet.host.deploy.jar.FileIdentity;
import io.funclet.host.deploy.jar.JarName;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.jar.StagedLocation;
import io.funclet.host.deploy.leftover.LeftThreads;
import io.funclet.host.deploy.status.Outcome;
import io.funclet.host.deploy.update.UpdateDecision.Gone;
import io.funclet.host.deploy.update.UpdateDecision.NewContent;
import io.funclet.host.deploy.update.UpdateDecision.OfSet;
import io.funclet.host.deploy.update.UpdateDecision.Rejected;
import io.funclet.host.deploy.update.UpdateDecision.Unchanged;
import io.funclet.host.deploy.update.UpdateDecision.Unreachable;
import io.funclet.host.deploy.wiring.MissedWiring;
import java.util.List;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleReference;

/** One look at one file: its content is to serve, together with all bundles that use it. */
final class Deployment {

    /** Of failed starts of one bundle. */
    private static final int MOST_THREADS = 3;

    private final DeploymentScope scope;
    private final DeployContext context;
    private final DeployedFiles files;
    private final DeployedFile file;
    private final CodeDirectory directory;
    private final List<FileRequest> requests;

    /** Whether an operator has asked to restart the bundle that serves. */
    private final boolean restart;

    /** What the file looked like before it was read. */
    private final FileIdentity seen;

    private final DeploymentReport report;
    private final MissedWiring missed;
    private final Withdrawal withdrawal;
    private final UpdateProof proof;

    Deployment(DeploymentScope scope, List<FileRequest> requests) {
        this.scope = scope;
        this.context = scope.context();
        this.files = scope.files();
        this.file = scope.file();
        this.directory = scope.directory();
        this.requests = requests;
        this.restart = file.current() != null
                && file.current().isUp()
                && requests.stream().anyMatch(request -> request.order() == Order.RESTART);
        this.seen = file.identity();
        this.report = new DeploymentReport(files, file);
        this.missed = new MissedWiring(context);
        this.withdrawal = new Withdrawal(scope);
        this.proof = new UpdateProof(scope, report, requests);
    }

    /**
     * Looks at the file, and deploys what has changed. Returns {@code null} if it has to be looked at once more.
     *
     * @throws BusyException if it concerns another file that is being deployed; nothing has changed then
     */
    Outcome run() throws BusyException {
        file.outcomes().begin(seen, !requests.isEmpty());
        if (JarName.isSet(file.name())) {
            new SetDeployment(scope, report, requests).run();
            return report.result();
        }
        if (scope.rollouts() != null) {
            proof.run(withdrawal);
        } else if (proof.isAskedFor(Order.ROLL_BACK)) {
            report.impossible("no version is kept: neither update.observe nor FUNCLET_STATE is set");
            // What else this look was for.
            file.look();
            return report.result();
        }
        InstalledJar before = file.current();
        UpdateDecision decision = UpdateDecision.of(scope, restart);
        if (decision instanceof Unreachable) {
            report.unknown("its code directory is not there");
        } else if (decision instanceof OfSet ofSet) {
            report.unknown("belongs to the set " + ofSet.set().name() + ", which decides");
            ofSet.set().look();
        } else if (decision instanceof Gone) {
            remove();
        } else if (decision instanceof Unchanged) {
            if (scope.rollouts() != null && proof.explains(before)) {
                return report.result();
            }
            if (before == null) {
                plainReport().unchanged(PlainPart.of(file));
            } else {
                report.unchanged(before);
            }
        } else if (decision instanceof Rejected rejected) {
            report.rejected(null, rejected.reason());
        } else if (decision instanceof NewContent content) {
            update(content.staged());
        }
        if (decision.rewires() && before.isUp() && file.current() == before) {
            renew();
        }
        if (directory.trust() != null && directory.trust().isRequired()) {
            new Revocation(scope, withdrawal, completion()).run();
        }
        return report.result();
    }

    private void update(StagedJar staged) throws BusyException {
        try {
            if (file.outcomes().retry().isHanging(staged.fingerprint())) {
                staged.discard();
                throw RejectedException.failedStart(
                        "is not tried again before its last start has ended, which was given up", null);
            }
            if (file.outcomes().retry().status() != null && !file.outcomes().isAskedFor()) {
                requireFewThreads(staged);
            }
            if (staged.isPlain() && new Changes(scope).isThere(staged)) {
                plainReport().unchanged(staged);
                return;
            }
            if (staged.isPlain() && waitsForOthers()) {
                staged.discard();
                return;
            }
            completion().run(new JointUpdate(scope).run(new Content(file, seen, staged)), proof.remark(), Set.of());
        } catch (RejectedException rejected) {
            report.rejected(staged, rejected);
        }
    }

    /** Whether the jar may be one of several that are being copied. An operator's command does not wait. */
    private boolean waitsForOthers() {
        if (!directory.activity().isStarted() || !file.outcomes().isAskedFor() || !requests.isEmpty()) {
            return false;
        }
        if (file.outcomes().awaitOthers()) {
            directory.plainJars().add(context.timers(), file::look);
        }
        return directory.plainJars().areAwaited();
    }

    /** Each further attempt may leave more threads running, which may outlive their interruption. */
    private void requireFewThreads(StagedJar staged) throws RejectedException {
        List<String> left = LeftThreads.named(loader -> loader instanceof BundleReference reference
                && reference.getBundle().getState() == Bundle.UNINSTALLED
                && reference.getBundle().getSymbolicName().equals(staged.symbolicName())
                && StagedLocation.directoryOf(reference.getBundle()) == directory.number());
        if (left.size() >= MOST_THREADS) {
            staged.discard();
            throw RejectedException.failedStart(
                    "is not tried again before threads have ended that its failed starts have begun: "
                            + String.join(", ", left),
                    null);
        }
    }

    /**
     * Starts a further copy of the bundle that serves, wired to what is there now. If it has missed something, all bundles
     * that have go with it, so that each starts once. If that fails, the old one goes on.
     */
    private void renew() throws BusyException {
        InstalledJar current = file.current();
        MissedRenewal renewal = new MissedRenewal(missed, current, !restart);
        scope.claim(renewal.jars());
        try {
            if (file.outcomes().retry().isHanging(current.staged().fingerprint())) {
                throw RejectedException.failedStart("waits for the end of its last start, which was given up", null);
            }
            ChangeSet set = new Attempt(scope).run(renewal.changes(scope, seen));
            completion().run(set, restart ? "started anew, as was asked for" : renewal.remark(), renewal.jars());
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

    private SwitchCompletion completion() {
        return new SwitchCompletion(scope, report, withdrawal);
    }

    private PlainReport plainReport() {
        return new PlainReport(report, directory);
    }

    private void remove() throws BusyException {
        StagedJar part = PlainPart.of(file);
        if (part != null) {
            remove(part);
            return;
        }
        directory.absences().put(file.name(), null);
        InstalledJar previous = withdrawal.takeAway(file);
        report.removed(previous);
        if (previous != null) {
            withdrawal.retire(file, previous);
            withdrawal.renewUsers();
        }
    }

    /** Changes the class path, unless others need the jar. */
    private void remove(StagedJar part) throws BusyException {
        try {
            List<Change> changes = new Changes(scope).withoutFile();
            if (changes.isEmpty()) {
                withdrawal.withdraw(file.classPath());
                plainReport().removed(part);
            } else {
                ChangeSet set = new Attempt(scope).run(changes);
                plainReport().removed(part);
                completion().run(set, "", Set.of(), part + ", which is gone");
            }
        } catch (RejectedException stillUsed) {
            plainReport().retained(part, stillUsed);
        }
    }
}
