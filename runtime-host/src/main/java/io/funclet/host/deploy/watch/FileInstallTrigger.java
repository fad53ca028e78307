package io.funclet.host.deploy.watch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.File;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/**
 * Makes FileInstall look at its directories at once, on its own threads. It does so whenever an installer comes or goes. So
 * this is an installer that accepts nothing, and comes and goes.
 *
 * <p>A directory that is being looked at is not looked at once more.
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
     * Triggers a look. Returns at once.
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
