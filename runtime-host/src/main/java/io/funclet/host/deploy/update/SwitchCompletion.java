package io.funclet.host.deploy.update;

import io.funclet.host.deploy.attempt.ChangeSet;
import io.funclet.host.deploy.attempt.ChangeSet.Content;
import io.funclet.host.deploy.attempt.ChangeSet.Member;
import io.funclet.host.deploy.attempt.DeploymentScope;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.file.PlainPart;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.status.Outcome.Kind;
import io.funclet.host.log.FailedCallback;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Logger;

/** What follows when the bundles of a change set serve: reports them, and retires those that they replace. */
record SwitchCompletion(DeploymentScope scope, DeploymentReport report, Withdrawal withdrawal) {

    private static final Logger LOG = Logger.getLogger(SwitchCompletion.class.getName());

    /**
     * Completes a switch.
     *
     * @param remark of the report of bundles that are not users of changed ones
     * @param renewed those that are replaced for their own sake
     */
    void run(ChangeSet set, String remark, Set<InstalledJar> renewed) {
        run(set, remark, renewed, set.cause());
    }

    /** The same with another cause than the change set says. */
    void run(ChangeSet set, String remark, Set<InstalledJar> renewed, String cause) {
        for (Member member : set.members()) {
            boolean update = member.previous() != null && member.previous().isProven();
            boolean user = member.anew() && !renewed.contains(member.previous());
            try {
                if (member.isChangedClassPath()) {
                    new PlainReport(report, scope.directory()).installed(set.plain(), member);
                } else {
                    report.installed(
                            member.file(),
                            member.next(),
                            update ? Kind.UPDATED : Kind.DEPLOYED,
                            user ? "anew, for " + cause : remark);
                }
            } catch (RuntimeException | Error failed) {
                // It serves: the replaced bundle has to go all the same.
                FailedCallback.log(LOG, "telling of the switch to " + member.next(), failed);
            }
        }
        replaced(set).forEach((previous, file) -> withdrawal.retire(file, previous));
        // A plain jar may have taken the place of a bundle, or the other way round.
        for (Content content : set.plain()) {
            withdrawal.withdraw(content.file());
        }
        if (isDeployedInParts()) {
            withdrawal.withdraw(scope.classPathFile());
        }
        withdrawal.renewUsers();
    }

    /** What has been replaced, and goes: not what the new versions are compared with. */
    private Map<InstalledJar, DeployedFile> replaced(ChangeSet set) {
        Map<InstalledJar, DeployedFile> replaced = new LinkedHashMap<>();
        for (Member member : set.members()) {
            if (member.previous() != null
                    && (scope.rollouts() == null || !member.previous().isProven())) {
                replaced.put(member.previous(), member.file());
            }
        }
        if (scope.rollouts() != null) {
            replaced.putAll(scope.rollouts().succeed(set.successions()));
        }
        return replaced;
    }

    /** Whether each jar of a former class path is a bundle of its own now. */
    private boolean isDeployedInParts() {
        List<StagedJar> parts = PlainPart.all(scope.classPathFile());
        for (StagedJar part : parts) {
            if (scope.files().get(scope.directory(), part.fileName()).current() == null) {
                return false;
            }
        }
        return !parts.isEmpty();
    }
}
