package io.funclet.host.deploy.update;

import io.funclet.host.deploy.attempt.DeploymentScope;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.status.Outcome.Kind;
import io.funclet.host.deploy.wiring.Dependants;
import java.util.List;

/** Takes bundles out of service, and lets those that use them go on without. */
record Withdrawal(DeploymentScope scope) {

    /** Removes the bundle of a file, if it has one. */
    void withdraw(DeployedFile of) {
        if (of.current() != null) {
            retire(of, takeAway(of));
            renewUsers();
        }
    }

    /** Nothing of the file serves from now on. Returns its bundle; {@code null} if it had none. */
    InstalledJar takeAway(DeployedFile of) {
        InstalledJar previous = of.current();
        of.serves(null);
        InstalledJar standby =
                scope.rollouts() == null ? null : scope.rollouts().leave(of);
        if (standby != null) {
            retire(of, standby);
        }
        of.directory().activity().hasSwitched();
        if (previous != null) {
            InstalledJar.exchange(of.directory(), List.of(previous), List.of());
        }
        return previous;
    }

    /** Removes a version when its calls have ended and no bundle uses it any more. */
    void retire(DeployedFile of, InstalledJar version) {
        of.beginDraining();
        scope.retirement().retire(version).whenComplete((nothing, failure) -> {
            of.endDraining();
            scope.files().locks().wake();
            if (of.outcomes().lastIs(Kind.REMOVED)) {
                // A version that was stopped for it may start again.
                scope.files().lookAgain(of);
            }
            scope.files().forget(of);
        });
    }

    /** Bundles that use a replaced or removed one are wired to what is there now, if possible. */
    void renewUsers() {
        new Dependants(scope.context())
                .outdated(scope.directory())
                .forEach(user -> scope.files().of(user).look());
    }
}
