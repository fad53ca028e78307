package io.funclet.host.deploy.watch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.File;
import java.net.URL;
import org.apache.felix.fileinstall.ArtifactUrlTransformer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/**
 * Makes FileInstall look at its directories at once, on its own threads. It does so whenever a listener of artifacts comes
 * or goes. So this is one that accepts nothing, and comes and goes. A directory that is being looked at is left out.
 */
public final class FileInstallTrigger implements ArtifactUrlTransformer {

    private final BundleContext host;

    /** {@code null} while it is not registered. */
    @GuardedBy("this")
    private ServiceRegistration<ArtifactUrlTransformer> registration;

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
            registration = host.registerService(ArtifactUrlTransformer.class, this, null);
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
    public URL transform(URL artifact) {
        throw new IllegalStateException("a listener that accepts nothing was given " + artifact);
    }
}
