package io.funclet.host.deploy.update;

import io.funclet.host.config.LaunchProfile;
import io.funclet.host.deploy.attempt.DeploymentScope;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.file.FileLocks.BusyException;
import io.funclet.host.deploy.file.FileRequest;
import io.funclet.host.deploy.file.FileRequest.Order;
import io.funclet.host.deploy.jar.FileIdentity;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.rollout.TakenBack;
import io.funclet.host.deploy.set.JarSet;
import io.funclet.host.deploy.set.JarSet.Member;
import io.funclet.host.deploy.set.JarSets;
import io.funclet.host.deploy.set.SetState;
import io.funclet.host.deploy.set.SetState.Served;
import io.funclet.host.deploy.status.Outcome.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One look at the file of a set: all its jars are to serve with the content that it lists. If one cannot, none changes. */
final class SetDeployment {

    private static final Logger LOG = Logger.getLogger(SetDeployment.class.getName());

    /** So long, jars of a set may come one after the other. */
    private static final Duration PATIENCE = LaunchProfile.fixedWait(Duration.ofSeconds(5));

    private final DeploymentScope scope;
    private final DeploymentReport report;
    private final List<FileRequest> requests;
    private final JarSets sets;
    private final DeployedFile file;
    private final SetState state;

    SetDeployment(DeploymentScope scope, DeploymentReport report, List<FileRequest> requests) {
        this.scope = scope;
        this.report = report;
        this.requests = requests;
        this.sets = scope.sets();
        this.file = scope.file();
        this.state = sets.state(file);
    }

    void run() throws BusyException {
        CodeDirectory directory = scope.directory();
        if (!directory.availability().mayHold(file.name())) {
            if (directory.availability().isThere()) {
                directory.absences().put(file.name(), null);
                sets.remove(file);
                report.removed(null);
            } else {
                report.unknown("its code directory is not there");
            }
            return;
        }
        FileIdentity seen = file.identity();
        JarSet served = state.served() == null ? null : state.served().list();
        StagedJar staged = null;
        try {
            if (new SetOrders(scope, report, requests, SetPart.all(scope, served)).run()) {
                staged = scope.stage(file);
                look(seen, staged);
            }
        } catch (RejectedException rejected) {
            rejected(seen, staged, rejected);
        } finally {
            boolean serves = state.served() != null && state.served().file() == staged;
            if (staged != null && !serves) {
                staged.discard();
            }
        }
        sets.lookAtDeferred(file);
    }

    private void look(FileIdentity seen, StagedJar staged) throws RejectedException, BusyException {
        JarSet list = JarSet.read(staged.copy());
        List<DeployedFile> before = state.list() == null ? List.of() : sets.members(file, state.list());
        state.read(seen, list);
        List<DeployedFile> now = sets.members(file, list);
        before.stream().filter(jar -> !now.contains(jar)).forEach(DeployedFile::look);
        requireSound(list);
        if (file.outcomes().retry().isHanging(staged.fingerprint())) {
            throw RejectedException.failedStart(
                    "is not tried again before its last start has ended, which was given up", null);
        }
        TakenBack taken =
                scope.rollouts() == null ? null : scope.rollouts().archive().of(file.name());
        List<String> lacking = deploy(staged, list, taken == null ? "" : taken.reason());
        if (!lacking.isEmpty()) {
            await(staged, "waits for " + String.join("; ", lacking));
        }
    }

    private void requireSound(JarSet list) throws RejectedException {
        boolean own = false;
        for (Member member : list.members()) {
            int called = member.directory().isEmpty()
                    ? 1
                    : sets.called(member.directory()).size();
            if (called != 1) {
                throw new RejectedException("lists " + member + ", and there "
                        + (called == 0 ? "is no" : "are " + called) + " code director" + (called == 0 ? "y" : "ies")
                        + " with this name");
            }
            own |= sets.directory(file, member) == scope.directory();
        }
        if (!own) {
            throw new RejectedException("lists no jar of its own code directory, " + JarSets.name(scope.directory()));
        }
        for (DeployedFile jar : sets.members(file, list)) {
            DeployedFile other = jar.directory() == scope.directory() ? sets.of(jar) : file;
            if (other != null && other != file) {
                throw RejectedException.untilOthersCome(
                        "lists " + jar.name() + ", which belongs to the set " + other.name(), null);
            }
        }
    }

    /**
     * Lets all jars serve with the content that is listed.
     *
     * @param former why a former set serves in place of the content of the file; empty if it does not
     * @return what lacks, in words; nothing has changed if that is anything
     */
    private List<String> deploy(StagedJar staged, JarSet list, String former) throws RejectedException, BusyException {
        SetAttempt attempt = new SetAttempt(scope, report, SetPart.all(scope, list));
        List<String> lacking = attempt.prepare(staged, !former.isEmpty());
        if (lacking.isEmpty()) {
            conclude(attempt, staged, list, former, attempt.switchOver());
        }
        return lacking;
    }

    private void conclude(SetAttempt attempt, StagedJar staged, JarSet list, String former, boolean changed) {
        Served before = state.served();
        boolean news = before == null || before.file().fingerprint() != staged.fingerprint();
        if (news) {
            state.serves(new Served(staged, list));
        }
        for (SetPart part : attempt.parts()) {
            if (part.scope().rollouts() != null && former.isEmpty()) {
                part.files().forEach(jar -> part.scope().rollouts().archive().accept(jar.name()));
            }
            if (part.copy() != file && (news || changed)) {
                part.copy().look();
            }
        }
        if (scope.rollouts() != null && news && attempt.parts().stream().noneMatch(SetPart::isObserved)) {
            scope.rollouts().archive().keep(staged);
        }
        scope.directory().absences().put(file.name(), null);
        boolean asked = requests.stream().anyMatch(request -> request.order() == Order.ROLL_BACK);
        if (!former.isEmpty() && news && !changed && !asked) {
            report.takenBack(file, staged, former);
            return;
        }
        boolean again = file.outcomes().areRejected() && former.isEmpty();
        Kind kind = !news && !changed && !again ? Kind.UNCHANGED : before == null ? Kind.DEPLOYED : Kind.UPDATED;
        String place = former.isEmpty() ? "" : "; in place of the content of the file, which " + former;
        report.conclude(file, report.outcome(file, kind, staged, Set.of(), list + place));
    }

    /** Says what lacks, when that has lacked for long enough. */
    private void await(StagedJar staged, String what) throws BusyException {
        Duration left = PATIENCE.minus(state.lacks(what));
        if (left.isNegative() || left.isZero()) {
            RejectedException reason = RejectedException.untilOthersCome(what, null);
            report.rejected(staged, reason);
            hold(reason);
        } else {
            report.unknown(what);
            scope.context().timers().schedule(file::look, left.toMillis() + 1, TimeUnit.MILLISECONDS);
        }
        letFormerServe(staged, List.of(), what);
    }

    private void rejected(FileIdentity seen, StagedJar staged, RejectedException reason) throws BusyException {
        report.rejected(staged, reason);
        if (!file.outcomes().isWritten() && !state.isRead(seen)) {
            TakenBack taken =
                    scope.rollouts() == null ? null : scope.rollouts().archive().of(file.name());
            // Taken back, and no former set: what is kept of each jar serves.
            state.read(seen, taken == null ? state.list() : null);
        }
        hold(reason);
        if (staged != null && report.result() != null) {
            letFormerServe(staged, List.of(staged.fingerprint()), reason.getMessage());
        }
    }

    /** Tells of jars that do not serve because of the set. */
    private void hold(RejectedException reason) {
        if (state.list() != null && report.result() != null) {
            for (SetPart part : SetPart.all(scope, state.list())) {
                part.held().forEach(jar -> part.report(report).held(jar, file, reason));
            }
        }
    }

    /**
     * After a start: the set that served last serves again, as far as its jars are kept.
     *
     * @param not the fingerprints of sets that cannot serve
     */
    private void letFormerServe(StagedJar staged, List<Long> not, String why) throws BusyException {
        boolean serves = SetPart.all(scope, state.list()).stream().anyMatch(SetPart::serves);
        if (serves || state.served() != null || scope.rollouts() == null) {
            return;
        }
        Optional<Path> kept = scope.rollouts()
                .archive()
                .before(staged.symbolicName(), not)
                .flatMap(version -> scope.rollouts().archive().find(version));
        if (kept.isEmpty()) {
            return;
        }
        StagedJar before = null;
        try {
            before = scope.stage(file, kept.get(), scope.directory().trust());
            JarSet list = JarSet.read(before.copy());
            if (deploy(before, list, why).isEmpty() && state.list() == null) {
                state.read(file.identity(), list);
            }
        } catch (RejectedException notEither) {
            LOG.log(Level.FINE, "the former set does not serve: " + file.label(), notEither);
        } finally {
            if (before != null && (state.served() == null || state.served().file() != before)) {
                before.discard();
            }
        }
    }
}
