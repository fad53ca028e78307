package io.funclet.host.deploy.update;

import io.funclet.host.deploy.attempt.DeploymentScope;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.file.FileLocks.BusyException;
import io.funclet.host.deploy.file.FileRequest;
import io.funclet.host.deploy.file.FileRequest.Order;
import io.funclet.host.deploy.file.PlainPart;
import io.funclet.host.deploy.jar.JarCopy;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.rollout.Observation;
import io.funclet.host.deploy.rollout.Succession;
import io.funclet.host.deploy.rollout.TakenBack;
import io.funclet.host.deploy.rollout.VersionArchive;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What observations and operators have decided about a file. It comes before a look at its content, of which it may say that
 * another version serves in its place.
 */
record UpdateProof(DeploymentScope scope, DeploymentReport report, List<FileRequest> requests) {

    boolean isAskedFor(Order order) {
        return requests.stream().anyMatch(request -> request.order() == order);
    }

    void run(Withdrawal withdrawal) throws BusyException {
        boolean back = isAskedFor(Order.ROLL_BACK);
        boolean stay = isAskedFor(Order.PROMOTE);
        ObservationEnd end = new ObservationEnd(scope, report, withdrawal);
        if (back || stay) {
            // A look at another of its files must not conclude it in between: the request would be one for more.
            end.claim(scope.rollouts().of(scope.file()));
        }
        Observation open = scope.rollouts().of(scope.file());
        if (open != null && (back || stay)) {
            open.end(stay, stay ? "was promoted, as was asked for" : TakenBack.ROLLED_BACK);
        }
        if (open != null) {
            endIfForbidden(open);
        }
        end.conclude();
        if (back && open == null) {
            rollBack();
        } else if (stay && open == null || isAskedFor(Order.TRY)) {
            archive().accept(scope.file().name());
        }
    }

    /** A version that must not run gets no calls for a comparison: the other one serves alone. */
    private static void endIfForbidden(Observation open) {
        List<Succession> all = open.successions();
        if (all.stream()
                .anyMatch(each -> each.previous() != null && each.previous().isForbidden())) {
            open.end(true, "serves alone, because the version before it is not trusted any more");
        } else if (all.stream().anyMatch(each -> each.next().isForbidden())) {
            open.end(false, "is not trusted any more");
        }
    }

    private VersionArchive archive() {
        return scope.rollouts().archive();
    }

    /**
     * From now on, the version that served before the present one serves in place of the content of the file. If a comparison
     * has brought that about already, the operator confirms it.
     */
    private void rollBack() {
        InstalledJar current = scope.file().current();
        StagedJar staged = current == null ? PlainPart.of(scope.file()) : current.staged();
        OptionalLong content = JarCopy.fingerprintOf(scope.file().path());
        TakenBack taken = taken();
        if (taken != null
                && staged != null
                && content.isPresent()
                && taken.forestalls(content.getAsLong(), staged.fingerprint())) {
            archive().takeBack(scope.file().name(), taken.confirmed());
            report.confirmed(staged, taken);
            return;
        }
        Optional<Long> before = staged == null || content.isEmpty()
                ? Optional.empty()
                : archive().before(staged.symbolicName(), List.of(content.getAsLong(), staged.fingerprint()));
        if (before.isPresent()) {
            archive()
                    .takeBack(
                            scope.file().name(),
                            new TakenBack(content.getAsLong(), before.get(), TakenBack.ROLLED_BACK));
        } else {
            report.impossible("no other version is kept that has served before");
        }
    }

    /** Whether it says how the look ended: what serves has not changed by the look. */
    boolean explains(InstalledJar current) {
        if (isAskedFor(Order.ROLL_BACK) && report.result() != null) {
            return true;
        }
        boolean substituted = taken() != null;
        if (substituted) {
            report.stillTakenBack(current);
        }
        return substituted;
    }

    /** Why another version serves in place of the content of the file; empty if none does. */
    String remark() {
        TakenBack taken = taken();
        return taken == null ? "" : "in place of the content of the file, which " + taken.reason();
    }

    private TakenBack taken() {
        return scope.rollouts() == null ? null : archive().of(scope.file().name());
    }
}
