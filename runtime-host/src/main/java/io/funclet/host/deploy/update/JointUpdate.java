package io.funclet.host.deploy.update;

import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.file.DeployedFiles;
import io.funclet.host.deploy.file.FileLocks.BusyException;
import io.funclet.host.deploy.jar.FileIdentity;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.RejectedException.Remedy;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.retire.BundleRetirement;
import io.funclet.host.deploy.update.Attempt.Change;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * An update of one file by itself, or else of all that wait at once: jars that are rejected alone may do together, where one
 * needs what the others bring, or drop. Those that cannot be part of it are left out.
 */
final class JointUpdate {

    private static final Logger LOG = Logger.getLogger(JointUpdate.class.getName());

    private final DeployContext deployContext;
    private final DeployedFiles files;
    private final BundleRetirement bundleRetirement;
    private final DeployedFile file;
    private final CodeDirectory directory;
    private final Set<DeployedFile> claimed;

    JointUpdate(
            DeployContext deployContext,
            DeployedFiles files,
            BundleRetirement bundleRetirement,
            DeployedFile file,
            Set<DeployedFile> claimed) {
        this.deployContext = deployContext;
        this.files = files;
        this.bundleRetirement = bundleRetirement;
        this.file = file;
        this.directory = file.directory();
        this.claimed = claimed;
    }

    /**
     * Has what stands in the file serve, with others only if it has to be.
     *
     * @return what serves now
     * @throws RejectedException if it is rejected alone, and with all others that wait; nothing has changed then
     * @throws BusyException if it concerns a file that is busy; nothing has changed then
     */
    ChangeSet run(Change change) throws RejectedException, BusyException {
        try {
            return attempt().run(List.of(change));
        } catch (RejectedException rejected) {
            // What is at fault itself is not tried again with others, which may take as long as a start may.
            ChangeSet set = rejected.remedy() == Remedy.OTHER_BUNDLES ? withAllThatWait() : null;
            if (set == null) {
                throw rejected;
            }
            return set;
        }
    }

    private ChangeSet withAllThatWait() throws RejectedException, BusyException {
        Set<DeployedFile> partners = files.in(directory)
                .filter(other -> other != file && other.isRejectedUntilOthersCome())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        while (!partners.isEmpty()) {
            files.fileLocks().giveBackOthers(file, claimed);
            files.fileLocks().take(file, claimed, partners);
            Attempt attempt = attempt();
            try {
                return attempt.run(changes(partners));
            } catch (RejectedException notAll) {
                if (notAll.remedy() == Remedy.NEWER_FILE) {
                    throw notAll;
                }
                LOG.log(Level.FINE, "{0} not together with {1}", new Object[] {file.name(), names(partners)});
                // Where only the file itself is at fault, it may need what one of them would replace.
                if (!partners.removeAll(attempt.failedFor()) && !partners.removeIf(DeployedFile::serves)) {
                    return null;
                }
            }
        }
        return null;
    }

    private List<Change> changes(Set<DeployedFile> partners) throws RejectedException {
        List<Change> changes = new ArrayList<>(List.of(change(file)));
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
        FileIdentity looks = of.identity();
        return new Change(of, looks, StagedJar.stage(of.path(), of.label(), deployContext.newCopy(directory)), false);
    }

    private Attempt attempt() {
        return new Attempt(deployContext, files, bundleRetirement, file, claimed);
    }

    private static List<String> names(Set<DeployedFile> some) {
        return some.stream().map(DeployedFile::name).toList();
    }
}
