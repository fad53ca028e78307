package io.funclet.host.deploy.retirement;

import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.work.BoundedTask;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Versions of one bundle of which only one may be active, because they hold a port, a file or a device. The new one starts
 * after the old one has stopped, and calls wait meanwhile.
 */
public record ExclusiveVersions(DeployContext context, BundleRetirement retirement) {

    private static final Logger LOG = Logger.getLogger(ExclusiveVersions.class.getName());

    /**
     * Stops and returns the versions that must not be active beside a bundle, after their running calls have ended.
     *
     * @throws RejectedException if a higher version is active: it is not stopped for a lower one
     */
    public List<InstalledJar> standAside(InstalledJar next) throws RejectedException {
        List<InstalledJar> rivals = of(next);
        for (InstalledJar rival : rivals) {
            boolean sameFile = rival.staged().source().equals(next.staged().source());
            if (!sameFile
                    && rival.isUp()
                    && rival.staged().version().compareTo(next.staged().version()) > 0) {
                throw RejectedException.untilOthersCome(
                        "waits for the end of " + rival + ", with which it must not overlap", null);
            }
        }
        for (InstalledJar rival : rivals) {
            rival.mark().log(LOG, Level.INFO, "stopping " + rival + " first, which must not overlap with " + next);
            rival.functions().suspend();
            context.workers().begin();
            try {
                retirement.drain(rival).join();
            } finally {
                context.workers().end();
            }
            rival.lifecycle().stop();
        }
        return rivals;
    }

    /** The active versions that must not be active beside a bundle. */
    public List<InstalledJar> of(InstalledJar next) {
        List<InstalledJar> rivals = context.jars().in(next.directory());
        // A bundle that hangs in its start cannot be stopped.
        rivals.removeIf(other -> other == next || !isRival(other, next) || !other.isProven() || !other.isActive());
        return rivals;
    }

    private static boolean isRival(InstalledJar one, InstalledJar other) {
        // Hardly any bundle is, and each start asks all others.
        return (one.staged().identity().exclusive() || other.staged().identity().exclusive())
                && one.staged().symbolicName().equals(other.staged().symbolicName());
    }

    public void comeBack(List<InstalledJar> rivals) {
        for (InstalledJar rival : rivals) {
            try {
                restart(rival);
                InstalledJar.exchange(rival.directory(), List.of(), List.of(rival));
            } catch (RejectedException rejected) {
                rival.mark().log(LOG, Level.SEVERE, rival + " does not start again: " + rejected.getMessage());
            }
        }
    }

    private void restart(InstalledJar rival) throws RejectedException {
        try {
            BoundedTask.run(
                    "restart",
                    rival.toString(),
                    context.startLimit(),
                    rival.lifecycle()::start,
                    () -> {},
                    context.workers());
        } catch (RejectedException rejected) {
            if (!(rejected.getCause() instanceof OutOfMemoryError)) {
                throw rejected;
            }
            // No thread is left: on this one then, because calls wait for it, and it has started before.
            ClassLoader outer = Thread.currentThread().getContextClassLoader();
            try {
                rival.lifecycle().start();
            } finally {
                Thread.currentThread().setContextClassLoader(outer);
            }
        }
    }
}
