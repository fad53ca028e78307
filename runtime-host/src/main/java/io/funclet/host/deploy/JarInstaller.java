package io.funclet.host.deploy;

import java.io.File;
import java.nio.file.Path;
import java.util.function.Function;
import org.apache.felix.fileinstall.ArtifactInstaller;

/**
 * FileInstall's extension point: takes over every jar of the code directories, because FileInstall's own handling takes
 * down the working version before it knows whether the new one works.
 *
 * <p>Called on the thread of the directory's watch, which is never kept.
 */
final class JarInstaller implements ArtifactInstaller {

    private final Function<Path, CodeDirectory> directories;
    private final Deployer deployer;

    /**
     * Makes the extension.
     *
     * @param directories finds the code directory that a real path belongs to; {@code null} if it is none
     */
    JarInstaller(Function<Path, CodeDirectory> directories, Deployer deployer) {
        this.directories = directories;
        this.deployer = deployer;
    }

    @Override
    public boolean canHandle(File artifact) {
        return directories.apply(artifact.toPath().getParent()) != null;
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
        deployer.changed(directories.apply(artifact.toPath().getParent()), artifact.getName());
    }
}
