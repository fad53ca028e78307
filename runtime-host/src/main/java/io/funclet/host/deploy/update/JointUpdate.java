package io.funclet.host.deploy.update;

import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.file.FileLocks;
import io.funclet.host.deploy.file.FileLocks.BusyException;
import io.funclet.host.deploy.jar.FileIdentity;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.RejectedException.Remedy;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.update.ChangeSet.Change;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * An update of one file alone or, if that is rejected, together with all files that wait. One jar may need what the others
 * bring, or drop. Jars that cannot be part of it are left out.
 */
record JointUpdate(DeploymentScope scope) {

    private static final Logger LOG = Logger.getLogger(JointUpdate.class.getName());

    /**
     * @throws RejectedException if it is rejected alone, and with all others that wait; nothing has changed then
     * @throws BusyException if it concerns a file that is busy; nothing has changed then
     */
    ChangeSet run(Change change) throws RejectedException, BusyException {
        try {
            return new Attempt(scope).run(List.of(change));
        } catch (RejectedException rejected) {
            // Not if the jar itself is at fault: each attempt may take as long as a start may.
            ChangeSet set = rejected.remedy() == Remedy.OTHER_BUNDLES ? withAllThatWait() : null;
            if (set == null) {
                throw rejected;
            }
            return set;
        }
    }

    private ChangeSet withAllThatWait() throws RejectedException, BusyException {
        FileLocks locks = scope.files().locks();
        DeployedFile file = scope.file();
        Set<DeployedFile> partners = scope.files()
                .in(scope.directory())
                .filter(other -> other != file && other.isRejectedUntilOthersCome())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        while (!partners.isEmpty()) {
            locks.giveBackOthers(file, scope.claimed());
            locks.take(file, scope.claimed(), partners);
            Attempt attempt = new Attempt(scope);
            try {
                return attempt.run(changes(partners));
            } catch (RejectedException notAll) {
                if (notAll.remedy() == Remedy.NEWER_FILE) {
                    throw notAll;
                }
                LOG.log(Level.FINE, "not together: " + file.name(), notAll);
                // If only the file itself is at fault, it may need what one of them would replace.
                if (!partners.removeAll(attempt.failedFor()) && !partners.removeIf(DeployedFile::serves)) {
                    return null;
                }
            }
        }
        return null;
    }

    private List<Change> changes(Set<DeployedFile> partners) throws RejectedException {
        List<Change> changes = new ArrayList<>(List.of(change(scope.file())));
        for (DeployedFile partner : partners) {
            try {
                changes.add(change(partner));
            } catch (RejectedException goneMeanwhile) {
                LOG.log(Level.FINE, "not together with " + partner.name(), goneMeanwhile);
            }
        }
        return changes;
    }

    private Change change(DeployedFile of) throws RejectedException {
        FileIdentity seen = of.identity();
        Path copy = scope.context().newCopy(scope.directory());
        return new Change(of, seen, StagedJar.stage(of.path(), of.label(), copy), false);
    }
}
