package io.funclet.host.deploy;

import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.configuration.ConfigurationGeneration;
import io.funclet.host.deploy.configuration.Configurations;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.file.DeployedFiles;

/**
 * Starts bundles anew whose configuration has changed.
 *
 * @param file the watch on the runtime's configuration file; {@code null} if there is none
 */
record ConfigurationWatch(
        DeployContext context, CodeDirectories directories, DeployedFiles files, ConfigFileWatch file) {

    /** Looks at the files beside the jars of all directories. */
    void look() {
        directories.byRealPath().values().forEach(this::look);
    }

    /** Looks at the runtime's configuration file. */
    void lookAtFile() {
        if (file != null && file.hasChanged()) {
            look();
        }
    }

    /** Looks at the files beside the jars of a directory. */
    void look(CodeDirectory directory) {
        Configurations configurations = context.jars().configurations();
        ConfigurationGeneration before = configurations.current(directory);
        configurations.look(context.host(), directory);
        if (configurations.current(directory) != before) {
            files.in(directory).forEach(DeployedFile::look);
        }
    }
}
