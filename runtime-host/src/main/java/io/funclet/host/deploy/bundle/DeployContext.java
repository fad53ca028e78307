package io.funclet.host.deploy.bundle;

import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.directory.DeployWorkspace;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.StagedLocation;
import io.funclet.host.deploy.work.DeployWorkers;
import io.funclet.host.deploy.work.FunctionThreads;
import java.lang.Thread.UncaughtExceptionHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * What all deployments share.
 *
 * @param timers for what takes too long; its tasks are short
 * @param startLimit how long a bundle may take to start
 * @param drainLimit how long the running calls of a replaced version may take
 * @param uncaught the default handler of uncaught exceptions that the runtime has set; may be {@code null}
 */
public record DeployContext(
        BundleContext host,
        InstalledJars jars,
        DeployWorkspace workspace,
        AtomicLong sequence,
        ScheduledExecutorService timers,
        DeployWorkers workers,
        Duration startLimit,
        AtomicReference<Duration> drainLimit,
        FunctionThreads functionThreads,
        UncaughtExceptionHandler uncaught) {

    public FrameworkWiring frameworkWiring() {
        return host.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
    }

    /** Where the next copy of a jar goes. Throws if the directory is gone; it will be made again. */
    public Path newCopy(CodeDirectory directory) throws RejectedException {
        if (!workspace.isThere().getAsBoolean()) {
            throw RejectedException.noResources(
                    "cannot be copied to the temporary directory: it has been cleaned away", null);
        }
        return workspace.staged().resolve(StagedLocation.fileName(directory.number(), sequence));
    }
}
