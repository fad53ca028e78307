package io.funclet.host.deploy.update;

import io.funclet.host.deploy.attempt.DeploymentScope;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.file.FileLocks.BusyException;
import io.funclet.host.deploy.file.PlainPart;
import io.funclet.host.deploy.jar.JarName;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.rollout.Observation;
import io.funclet.host.deploy.rollout.RolloutVerdict;
import io.funclet.host.deploy.rollout.Succession;
import io.funclet.host.deploy.rollout.TakenBack;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What follows when new versions have been observed: the old ones go, or take the calls back in one step. */
record ObservationEnd(DeploymentScope scope, DeploymentReport report, Withdrawal withdrawal) {

    private static final Logger LOG = Logger.getLogger(ObservationEnd.class.getName());

    /** No other look concludes an observation from now on. {@code null} for none. */
    void claim(Observation observation) throws BusyException {
        if (observation != null) {
            scope.files().locks().take(scope.file(), scope.claimed(), observation.files());
        }
    }

    /** Does what an observation of the file has found out, if it has. */
    void conclude() throws BusyException {
        conclude(scope.rollouts().of(scope.file()));
    }

    /** The same of an observation of other files; {@code null} for none. */
    void conclude(Observation observation) throws BusyException {
        RolloutVerdict verdict = observation == null ? null : observation.verdict();
        if (verdict == null) {
            return;
        }
        claim(observation);
        if (!scope.rollouts().end(observation)) {
            return;
        }
        if (verdict.isWorse()) {
            takeBack(observation.successions(), verdict);
        } else {
            observation.shareNoMore();
            accept(observation.successions(), verdict.reason());
        }
    }

    private void accept(List<Succession> successions, String reason) {
        InstalledJar first = successions.get(0).next();
        first.mark().log(LOG, Level.INFO, first + " " + reason);
        for (Succession each : successions) {
            scope.rollouts().archive().keep(each.next().staged());
            retirePrevious(each);
        }
        scope.sets().proved(successions);
    }

    private void retirePrevious(Succession each) {
        if (each.previous() != null) {
            withdrawal.retire(each.file(), each.previous());
        }
    }

    private void takeBack(List<Succession> successions, RolloutVerdict verdict) {
        String reason = verdict.reason();
        for (Succession each : successions) {
            mark(each, reason);
        }
        scope.sets().takenBack(successions, reason);
        if (successions.stream().allMatch(ObservationEnd::isWarm)) {
            switchBack(successions);
        } else {
            // Two of its versions must not be active at once: back as by an update.
            successions.forEach(each -> {
                retirePrevious(each);
                each.file().look();
            });
        }
        for (Succession each : successions) {
            List<StagedJar> parts = each.next().staged().parts();
            boolean asked =
                    each.file() == scope.file() || JarName.isSet(scope.file().name());
            if (verdict.isAskedFor() && asked && each.previous() != null) {
                scope.rollouts().archive().keep(each.previous().staged());
                report.rolledBack(each.file(), each.previous(), reason);
            } else if (parts.isEmpty() && isTakenBack(each.next().staged())) {
                report.takenBack(each.file(), each.next(), reason);
            }
            parts.stream().filter(this::isTakenBack).forEach(part -> report.takenBack(fileOf(part), part, reason));
        }
    }

    private static boolean isWarm(Succession each) {
        return each.previous() == null
                || each.previous().isActive()
                || each.previous().staged().fragmentHost() != null;
    }

    private void switchBack(List<Succession> successions) {
        List<InstalledJar> leaving = new ArrayList<>();
        List<InstalledJar> returning = new ArrayList<>();
        for (Succession each : successions) {
            leaving.add(each.next());
            if (each.previous() != null) {
                returning.add(each.previous());
            }
        }
        returning.forEach(InstalledJar::stay);
        scope.directory().activity().hasSwitched();
        InstalledJar.exchange(scope.directory(), leaving, returning);
        for (Succession each : successions) {
            each.file().serves(each.previous());
            each.next().startDraining();
        }
        successions.forEach(each -> withdrawal.retire(each.file(), each.next()));
        withdrawal.renewUsers();
    }

    /** What has other contents than before is not deployed again. */
    private void mark(Succession each, String reason) {
        StagedJar next = each.next().staged();
        StagedJar previous = each.previous() == null ? null : each.previous().staged();
        if (next.parts().isEmpty()) {
            mark(next, previous, reason);
        } else {
            List<StagedJar> before = previous == null ? List.of() : previous.parts();
            next.parts().forEach(part -> mark(part, PlainPart.of(part.fileName(), before), reason));
        }
    }

    private void mark(StagedJar next, StagedJar previous, String reason) {
        if (previous == null || previous.fingerprint() != next.fingerprint()) {
            long substitute = previous == null ? 0 : previous.fingerprint();
            scope.rollouts().archive().takeBack(next.fileName(), new TakenBack(next.fingerprint(), substitute, reason));
        }
    }

    private boolean isTakenBack(StagedJar jar) {
        TakenBack marked = scope.rollouts().archive().of(jar.fileName());
        return marked != null && marked.fingerprint() == jar.fingerprint();
    }

    private DeployedFile fileOf(StagedJar part) {
        return scope.files().get(scope.directory(), part.fileName());
    }
}
