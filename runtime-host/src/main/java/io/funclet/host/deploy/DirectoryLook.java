package io.funclet.host.deploy;

import io.funclet.host.deploy.bundle.TrustLoss;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.watch.JarWatch;

/** Looks at a code directory from time to time, because not all changes are told by events. */
record DirectoryLook(CodeDirectory directory, ConfigurationWatch configurations, JarWatch jarWatch)
        implements Runnable {

    @Override
    public void run() {
        if (directory.availability().isRetired()) {
            return;
        }
        if (directory.availability().look()) {
            configurations.files().in(directory).forEach(DeployedFile::look);
        }
        if (directory.trust() != null && directory.trust().hasChanged()) {
            // What is not trusted any more must go, and others may be accepted now.
            configurations.context().jars().in(directory).forEach(TrustLoss::apply);
            configurations.files().in(directory).forEach(DeployedFile::look);
        }
        jarWatch.look(directory);
        configurations.look(directory);
    }
}
