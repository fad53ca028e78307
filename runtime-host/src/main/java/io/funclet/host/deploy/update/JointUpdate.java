package io.funclet.host.deploy.update;

import io.funclet.host.deploy.attempt.Attempt;
import io.funclet.host.deploy.attempt.ChangeSet;
import io.funclet.host.deploy.attempt.ChangeSet.Content;
import io.funclet.host.deploy.attempt.Changes;
import io.funclet.host.deploy.attempt.DeploymentScope;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.file.FileLocks;
import io.funclet.host.deploy.file.FileLocks.BusyException;
import io.funclet.host.deploy.jar.JarName;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.RejectedException.Remedy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * An update of one file alone or, if that is rejected, together with all files that wait. One jar may need what the others
 * bring, or drop. Jars that cannot be part of it are left out. Plain jars that wait go together at once: they make one
 * bundle.
 */
record JointUpdate(DeploymentScope scope) {

    private static final Logger LOG = Logger.getLogger(JointUpdate.class.getName());

    /**
     * @throws RejectedException if it is rejected alone, and with all others that wait; nothing has changed then
     * @throws BusyException if it concerns a file that is busy; nothing has changed then
     */
    ChangeSet run(Content content) throws RejectedException, BusyException {
        try {
            return content.staged().isPlain() ? withPlainJars(content) : attempt(List.of(content));
        } catch (RejectedException rejected) {
            // Not if the jar itself is at fault: each attempt may take as long as a start may.
            ChangeSet set = rejected.remedy() == Remedy.OTHER_BUNDLES ? withAllThatWait() : null;
            if (set == null) {
                throw rejected;
            }
            return set;
        }
    }

    private ChangeSet attempt(List<Content> contents) throws RejectedException, BusyException {
        return new Attempt(scope).run(new Changes(scope).of(contents));
    }

    private ChangeSet withPlainJars(Content content) throws RejectedException, BusyException {
        List<Content> contents = new ArrayList<>(List.of(content));
        contents.addAll(new WaitingPlainJars(scope).take());
        try {
            return attempt(contents);
        } catch (RejectedException notAll) {
            if (contents.size() == 1 || notAll.remedy() == Remedy.NEWER_FILE) {
                throw notAll;
            }
            LOG.log(Level.FINE, "not with all plain jars: " + scope.file().name(), notAll);
            contents.forEach(each -> each.file().outcomes().tryAlone());
            scope.files().locks().giveBackOthers(scope.file(), scope.claimed());
            return attempt(List.of(scope.content(scope.file())));
        }
    }

    private ChangeSet withAllThatWait() throws RejectedException, BusyException {
        FileLocks locks = scope.files().locks();
        DeployedFile file = scope.file();
        Set<DeployedFile> partners = scope.files()
                .in(scope.directory())
                .filter(other -> other != file && other.isRejectedUntilOthersCome() && isOrdinary(other))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        while (!partners.isEmpty()) {
            locks.giveBackOthers(file, scope.claimed());
            locks.take(file, scope.claimed(), partners);
            Attempt attempt = new Attempt(scope);
            try {
                return attempt.run(new Changes(scope).of(contents(partners)));
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

    /** Whether it is a jar that belongs to no set. */
    private boolean isOrdinary(DeployedFile other) {
        return !JarName.isSet(other.name()) && scope.sets().of(other) == null;
    }

    private List<Content> contents(Set<DeployedFile> partners) throws RejectedException {
        List<Content> contents = new ArrayList<>(List.of(scope.content(scope.file())));
        for (DeployedFile partner : partners) {
            try {
                contents.add(scope.content(partner));
            } catch (RejectedException goneMeanwhile) {
                LOG.log(Level.FINE, "not together with " + partner.name(), goneMeanwhile);
            }
        }
        return contents;
    }
}
