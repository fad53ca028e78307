package io.funclet.host.deploy.update;

import io.funclet.host.deploy.attempt.ChangeSet;
import io.funclet.host.deploy.attempt.ChangeSet.Change;
import io.funclet.host.deploy.attempt.ChangeSet.Member;
import io.funclet.host.deploy.attempt.DeploymentScope;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.configuration.ConfigurationGeneration;
import io.funclet.host.deploy.jar.FileIdentity;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.RejectedException.Remedy;
import io.funclet.host.deploy.wiring.MissedWiring;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Bundles that are deployed anew, because they have missed something. What they still lack afterwards is not tried again,
 * so that this ends.
 */
final class MissedRenewal {

    private final MissedWiring missed;
    private final InstalledJar first;

    /** That of its code directory; {@code null} if it has none. */
    private final ConfigurationGeneration configuration;

    private final Map<InstalledJar, Set<InstalledJar>> lacked = new LinkedHashMap<>();

    /** @param together whether to include all that have missed something, unless that has failed before */
    MissedRenewal(MissedWiring missed, InstalledJar first, boolean together) {
        this.missed = missed;
        this.first = first;
        this.configuration = missed.context().jars().configurations().current(first.directory());
        lacked.put(first, missed.by(first));
        if (together
                && first.directory().activity().isStarted()
                && !first.optional().isAlone()) {
            for (InstalledJar jar : missed.in(first.directory())) {
                if (!jar.optional().isAlone()) {
                    lacked.putIfAbsent(jar, missed.by(jar));
                }
            }
        }
    }

    /** Why they are deployed anew; empty if they have missed nothing. */
    String remark() {
        if (!lacked.values().stream().allMatch(Set::isEmpty)) {
            return "anew, with what came after it";
        }
        return first.hasOtherConfiguration(configuration) ? "anew, with its changed configuration" : "";
    }

    Set<InstalledJar> jars() {
        return lacked.keySet();
    }

    /** Deploys each of them once more; {@code seen} is what the file of the first one looked like at the beginning. */
    List<Change> changes(DeploymentScope scope, FileIdentity seen) throws RejectedException {
        List<Change> changes = new ArrayList<>();
        for (InstalledJar jar : jars()) {
            // Another deployment may have replaced it before this one claimed its file.
            if (scope.files().of(jar).current() == jar) {
                Change again = scope.again(jar);
                changes.add(jar == first ? new Change(again.file(), seen, again.staged(), true) : again);
            }
        }
        return changes;
    }

    /** All of them serve, and go on without what they still lack. */
    void succeeded(ChangeSet set) {
        for (Member member : set.members()) {
            Set<InstalledJar> before = lacked.get(member.previous());
            if (before != null) {
                Set<Long> still = InstalledJar.fingerprints(missed.by(member.next()));
                still.retainAll(InstalledJar.fingerprints(before));
                member.next().optional().inVain(still);
            }
        }
    }

    /** Nothing has changed. Returns whether to try the first one alone. */
    boolean failed(RejectedException rejected) {
        if (lacked.size() > 1) {
            jars().forEach(jar -> jar.optional().tryAlone());
            return rejected.remedy() != Remedy.NEWER_FILE;
        }
        if (!rejected.isTemporary()
                && rejected.remedy() != Remedy.RESOURCES
                && rejected.remedy() != Remedy.NEWER_FILE) {
            first.optional().inVain(InstalledJar.fingerprints(lacked.get(first)));
            first.optional().clearMissed();
            first.keepConfiguration(configuration);
        }
        return false;
    }
}
