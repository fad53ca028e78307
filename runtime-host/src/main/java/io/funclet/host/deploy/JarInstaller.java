package io.funclet.host.deploy;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import org.apache.felix.fileinstall.ArtifactInstaller;

/**
 * FileInstall's extension point: takes over every jar of the code directories, because FileInstall's own handling takes
 * down the working version before it knows whether the new one works.
 *
 * <p>Called on the thread of the directory's watch, which is never kept.
 */
final class JarInstaller implements ArtifactInstaller {

    private final Map<Path, CodeDirectory> directories;
    private final Deployer deployer;

    JarInstaller(Map<Path, CodeDirectory> directories, Deployer deployer) {
        this.directories = directories;
        this.deployer = deployer;
    }

    @Override
    public boolean canHandle(File artifact) {
        return directories.containsKey(artifact.toPath().getParent());
    }

    @Override
    public void install(File artifact) {
        look(artifact);
    }

    @Override
    public void update(File artifact) {
        look(artifact);
    }

    @Override
    public void uninstall(File artifact) {
        look(artifact);
    }

    private void look(File artifact) {
        Path file = artifact.toPath();
        deployer.changed(directories.get(file.getParent()), file);
    }
}
