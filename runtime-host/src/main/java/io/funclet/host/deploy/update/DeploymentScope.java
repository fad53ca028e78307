package io.funclet.host.deploy.update;

import io.funclet.host.deploy.bundle.BundleTransaction;
import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.file.DeployedFiles;
import io.funclet.host.deploy.file.FileLocks.BusyException;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.update.ChangeSet.Change;
import java.util.Collection;
import java.util.Set;

/**
 * What one look at a file works with.
 *
 * @param claimed all files that the look concerns; no other deployment touches them meanwhile
 */
record DeploymentScope(
        DeployContext context,
        DeployedFiles files,
        BundleRetirement retirement,
        DeployedFile file,
        Set<DeployedFile> claimed) {

    CodeDirectory directory() {
        return file.directory();
    }

    /** Claims the files of further bundles. */
    void claim(Collection<InstalledJar> jars) throws BusyException {
        files.locks().take(file, claimed, files.of(jars));
    }

    InstalledJar install(StagedJar staged, BundleTransaction transaction) throws RejectedException {
        return context.jars().install(context.host(), directory(), staged, transaction);
    }

    /** Deploys once more what an installed bundle is made of. */
    Change again(InstalledJar jar) throws RejectedException {
        StagedJar copy = jar.staged().again(context.newCopy(directory()));
        DeployedFile its = files.of(jar);
        return new Change(its, its.identity(), copy, true);
    }
}
