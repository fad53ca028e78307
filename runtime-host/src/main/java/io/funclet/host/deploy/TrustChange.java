package io.funclet.host.deploy;

import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.bundle.InstalledJars;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.file.DeployedFiles;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What follows when a trust directory has changed. */
final class TrustChange {

    private static final Logger LOG = Logger.getLogger(TrustChange.class.getName());

    private TrustChange() {}

    /** Tells what is not trusted any more, and looks at all files: that must go, and others may be accepted now. */
    static void apply(CodeDirectory directory, InstalledJars jars, DeployedFiles files) {
        for (InstalledJar jar : jars.in(directory)) {
            boolean forbidden = jar.isForbidden();
            jar.distrust()
                    .filter(fault -> !jar.isDraining())
                    .ifPresent(fault -> jar.mark()
                            .log(
                                    LOG,
                                    Level.WARNING,
                                    jar + " is not trusted any more: it " + fault
                                            + (forbidden
                                                    ? "; its calls end, and then it is stopped"
                                                    : "; it goes on")));
            if (forbidden) {
                // At once, so that what uses it is not wired to it once more.
                jar.startDraining();
            }
        }
        files.in(directory).forEach(DeployedFile::look);
    }
}
