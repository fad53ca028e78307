package io.funclet.host.deploy.watch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.File;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/**
 * Has FileInstall look at its directories at once, on its own threads: it does whenever an installer comes or goes, since
 * that one might take what nobody took. So this is an installer that takes nothing, and comes and goes.
 *
 * <p>A directory that is being looked at at that moment is not looked at once more.
 */
public final class FileInstallTrigger implements ArtifactInstaller {

    private final BundleContext host;

    /** {@code null} while it is not registered. */
    @GuardedBy("this")
    private ServiceRegistration<ArtifactInstaller> registration;

    public FileInstallTrigger(BundleContext host) {
        this.host = host;
    }

    /**
     * Rings. Returns at once.
     *
     * @throws IllegalStateException if the framework has stopped
     */
    public synchronized void trigger() {
        if (registration == null) {
            registration = host.registerService(ArtifactInstaller.class, this, null);
        } else {
            registration.unregister();
            registration = null;
        }
    }

    @Override
    public boolean canHandle(File artifact) {
        return false;
    }

    @Override
    public void install(File artifact) {
        throw unasked();
    }

    @Override
    public void update(File artifact) {
        throw unasked();
    }

    @Override
    public void uninstall(File artifact) {
        throw unasked();
    }

    private static IllegalStateException unasked() {
        return new IllegalStateException("an installer that takes nothing was given a file");
    }
}
