package io.funclet.host.deploy.update;

import io.funclet.host.deploy.attempt.Attempt;
import io.funclet.host.deploy.attempt.ChangeSet;
import io.funclet.host.deploy.attempt.Changes;
import io.funclet.host.deploy.attempt.DeploymentScope;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.bundle.TrustLoss;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.file.FileLocks.BusyException;
import io.funclet.host.deploy.file.PlainPart;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.wiring.Dependants;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Takes out of service what of a file is not trusted any more, or cannot be without such a bundle. Its calls end first. */
record Revocation(DeploymentScope scope, Withdrawal withdrawal, SwitchCompletion completion) {

    private static final Logger LOG = Logger.getLogger(Revocation.class.getName());

    void run() throws BusyException {
        DeployedFile file = scope.file();
        StagedJar part = PlainPart.of(file);
        InstalledJar current = file.current();
        if (part != null && scope.directory().trust().distrust(part).isPresent()) {
            remove(part);
        } else if (current != null && current.isForbidden()) {
            // A look at the file may find it before the next look at the trust directory.
            TrustLoss.apply(current);
            if (isCompared()) {
                // It was revoked during this look. The next one lets the other version serve.
                file.look();
            } else {
                withdrawal.withdraw(file);
            }
        } else if (current != null && usesForbidden(current)) {
            String text =
                    current + " is stopped: it uses a bundle that is not trusted any more, and no other can take its"
                            + " place";
            current.mark().log(LOG, Level.WARNING, text);
            withdrawal.withdraw(file);
            file.look();
        }
    }

    private boolean isCompared() {
        return scope.rollouts() != null && scope.rollouts().of(scope.file()) != null;
    }

    private boolean usesForbidden(InstalledJar current) {
        List<InstalledJar> forbidden = scope.context().jars().in(scope.directory()).stream()
                .filter(jar -> jar.isForbidden() && !isReplacedWithItsUsers(jar))
                .toList();
        return !forbidden.isEmpty()
                && new Dependants(scope.context()).inOrder(forbidden).contains(current);
    }

    /** A look at a part of the class path does that, or takes the class path away and looks at all again. */
    private boolean isReplacedWithItsUsers(InstalledJar forbidden) {
        DeployedFile its = scope.files().of(forbidden);
        return its.isClassPath() && its.current() == forbidden;
    }

    /** Without a gap for the users of the other plain jars, if they can be without this one. */
    private void remove(StagedJar part) throws BusyException {
        DeployedFile file = scope.file();
        try {
            List<ChangeSet.Change> changes = new Changes(scope).withoutFile();
            if (changes.isEmpty()) {
                withdrawal.withdraw(file.classPath());
            } else {
                completion.run(new Attempt(scope).run(changes), "", Set.of(), part + ", which is not trusted any more");
                // What has found the former class path only.
                scope.files().lookAgain(file);
            }
        } catch (RejectedException stillUsed) {
            withdrawal.withdraw(file.classPath());
            scope.files().in(scope.directory()).forEach(DeployedFile::look);
        }
    }
}
