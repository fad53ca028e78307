package io.funclet.host.deploy.update;

import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.file.DeployedFiles;
import io.funclet.host.deploy.jar.FileIdentity;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.RejectedException.Remedy;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.update.Attempt.Change;
import io.funclet.host.deploy.update.ChangeSet.Member;
import io.funclet.host.deploy.wiring.MissedWiring;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Bundles that are deployed anew, because they have missed something. What they have not got then they do not get by a
 * further deployment: so these come to an end, whoever lacks what.
 */
final class MissedRenewal {

    private final MissedWiring missed;
    private final InstalledJar first;

    /** What each of them has missed. */
    private final Map<InstalledJar, Set<InstalledJar>> lacked = new LinkedHashMap<>();

    /**
     * Plans one.
     *
     * @param first goes first
     * @param together whether all go with it that have missed something, unless that has failed before
     */
    MissedRenewal(MissedWiring missed, InstalledJar first, boolean together) {
        this.missed = missed;
        this.first = first;
        lacked.put(first, missed.by(first));
        if (together && first.directory().hasRested() && !first.optional().isAlone()) {
            for (InstalledJar jar : missed.in(first.directory())) {
                if (!jar.optional().isAlone()) {
                    lacked.putIfAbsent(jar, missed.by(jar));
                }
            }
        }
    }

    /** Why they are deployed anew, for the log; empty if they have missed nothing. */
    String remark() {
        return lacked.values().stream().allMatch(Set::isEmpty) ? "" : "anew, with what came after it";
    }

    Set<InstalledJar> jars() {
        return lacked.keySet();
    }

    /**
     * What is to be done: a further bundle of what serves, of each of them.
     *
     * @param seen what the file of the first one looked like at the beginning
     */
    List<Change> changes(DeployContext deployContext, DeployedFiles files, FileIdentity seen) throws RejectedException {
        List<Change> changes = new ArrayList<>();
        for (InstalledJar jar : jars()) {
            DeployedFile its = files.of(jar);
            // Unless it has been replaced before its file was ours.
            if (its.current() == jar) {
                StagedJar copy = jar.staged().again(deployContext.newCopy(jar.directory()));
                changes.add(new Change(its, jar == first ? seen : its.identity(), copy, true));
            }
        }
        return changes;
    }

    /** All serve. What they still lack they will go on without. */
    void succeeded(ChangeSet set) {
        for (Member member : set.members()) {
            Set<InstalledJar> before = lacked.get(member.previous());
            if (before != null) {
                Set<InstalledJar> still = missed.by(member.next());
                member.next()
                        .optional()
                        .inVain(before.stream()
                                .filter(provider -> still.stream()
                                        .anyMatch(other -> other.staged().fingerprint()
                                                == provider.staged().fingerprint()))
                                .map(InstalledJar::staged)
                                .toList());
            }
        }
    }

    /** Nothing has changed. Returns whether it is worth while to try the first one by itself. */
    boolean failed(RejectedException rejected) {
        if (lacked.size() > 1) {
            jars().forEach(jar -> jar.optional().leaveAlone());
            return rejected.remedy() != Remedy.NEWER_FILE;
        }
        if (!rejected.isTemporary() && rejected.remedy() != Remedy.ROOM && rejected.remedy() != Remedy.NEWER_FILE) {
            first.optional()
                    .inVain(lacked.get(first).stream().map(InstalledJar::staged).toList());
            first.missForGood();
        }
        return false;
    }
}
