package io.funclet.host.deploy.update;

import io.funclet.host.deploy.attempt.DeploymentScope;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.file.FileLocks.BusyException;
import io.funclet.host.deploy.file.FileRequest;
import io.funclet.host.deploy.file.FileRequest.Order;
import io.funclet.host.deploy.jar.JarCopy;
import io.funclet.host.deploy.rollout.Observation;
import io.funclet.host.deploy.rollout.Rollouts;
import io.funclet.host.deploy.rollout.TakenBack;
import io.funclet.host.deploy.rollout.VersionArchive;
import io.funclet.host.deploy.set.SetState;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What operators have asked for of a set. It comes before a look at the content of its file, of which it may say that a former
 * set serves in its place.
 *
 * @param parts of the set that serves
 */
record SetOrders(DeploymentScope scope, DeploymentReport report, List<FileRequest> requests, List<SetPart> parts) {

    private boolean isAskedFor(Order order) {
        return requests.stream().anyMatch(request -> request.order() == order);
    }

    /** Does what is asked for. Returns false if it cannot be, and nothing has changed. */
    boolean run() throws BusyException {
        boolean back = isAskedFor(Order.ROLL_BACK);
        boolean stay = isAskedFor(Order.PROMOTE);
        boolean observed = (back || stay) && endObservations(stay);
        if (back && !observed) {
            return rollBack();
        }
        if (stay && !observed || isAskedFor(Order.TRY)) {
            marked().forEach(archive -> archive.accept(scope.file().name()));
        }
        return true;
    }

    /** Where it is kept that a former set serves: in each directory that has the set. */
    private List<VersionArchive> marked() {
        return Stream.concat(
                        Stream.of(scope), parts.stream().filter(SetPart::agrees).map(SetPart::scope))
                .filter(each -> each.rollouts() != null)
                .map(each -> each.rollouts().archive())
                .distinct()
                .toList();
    }

    /** All jars of the set go back, or stay. Returns whether any was observed. */
    private boolean endObservations(boolean stay) throws BusyException {
        // All at first: a part that has gone back makes the others follow, and their comparisons end by that.
        for (SetPart part : parts.stream().filter(SetPart::agrees).toList()) {
            for (DeployedFile jar : part.files()) {
                end(part).claim(part.observation(jar));
            }
        }
        boolean any = false;
        for (SetPart part : parts.stream().filter(SetPart::agrees).toList()) {
            for (DeployedFile jar : part.files()) {
                Observation open = part.observation(jar);
                if (open != null) {
                    any = true;
                    open.end(stay, stay ? "was promoted, as was asked for" : TakenBack.ROLLED_BACK);
                    end(part).conclude(open);
                }
            }
        }
        return any;
    }

    private ObservationEnd end(SetPart part) {
        return new ObservationEnd(part.scope(), report, new Withdrawal(part.scope()));
    }

    private boolean rollBack() {
        Rollouts rollouts = scope.rollouts();
        SetState state = scope.sets().state(scope.file());
        OptionalLong content = JarCopy.fingerprintOf(scope.file().path());
        TakenBack taken =
                rollouts == null ? null : rollouts.archive().of(scope.file().name());
        if (taken != null
                && state.served() != null
                && content.isPresent()
                && taken.forestalls(content.getAsLong(), state.served().file().fingerprint())) {
            marked().forEach(archive -> archive.takeBack(scope.file().name(), taken.confirmed()));
            report.confirmed(state.served().file(), taken);
            return false;
        }
        Optional<Long> before = rollouts == null || state.served() == null || content.isEmpty()
                ? Optional.empty()
                : rollouts.archive()
                        .before(
                                state.served().file().symbolicName(),
                                List.of(
                                        content.getAsLong(),
                                        state.served().file().fingerprint()));
        if (before.isEmpty()) {
            report.impossible("no other set of this name is kept that has served before");
            return false;
        }
        TakenBack mark = new TakenBack(content.getAsLong(), before.get(), TakenBack.ROLLED_BACK);
        marked().forEach(archive -> archive.takeBack(scope.file().name(), mark));
        return true;
    }
}
