package io.funclet.host.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Versions of one bundle of which only one may be active, because they hold a port, a file or a device: the one that
 * comes is started after the other has stopped, and calls wait meanwhile.
 */
final class Rivals {

    private static final Logger LOG = Logger.getLogger(Rivals.class.getName());

    private final Ground ground;
    private final Clearance clearance;

    Rivals(Ground ground, Clearance clearance) {
        this.ground = ground;
        this.clearance = clearance;
    }

    /**
     * Stops those that must not be active beside a bundle, after their running calls have ended.
     *
     * @return what has been stopped
     * @throws RefusedException if a higher version is active, which is not stopped for a lower one
     */
    List<InstalledJar> standAside(InstalledJar next) throws RefusedException {
        List<InstalledJar> rivals = of(next);
        for (InstalledJar rival : rivals) {
            boolean sameFile = rival.staged().source().equals(next.staged().source());
            if (!sameFile
                    && rival.isUp()
                    && rival.staged().version().compareTo(next.staged().version()) > 0) {
                throw RefusedException.untilOthersCome(
                        "stands aside for " + rival + ", which it must not overlap", null);
            }
        }
        for (InstalledJar rival : rivals) {
            rival.mark().log(LOG, Level.INFO, "stopping " + rival + " first, which must not overlap with " + next);
            rival.functions().suspend();
            ground.workers().begin();
            try {
                clearance.drain(rival).join();
            } finally {
                ground.workers().end();
            }
            rival.stop();
        }
        return rivals;
    }

    /** Those that are active and must not be, beside a bundle. */
    List<InstalledJar> of(InstalledJar next) {
        List<InstalledJar> rivals = new ArrayList<>();
        for (InstalledJar other : ground.jars().in(next.directory())) {
            // Not those that hang in their start: nobody can stop them.
            if (other != next && isRival(other, next) && other.isProven() && other.isActive()) {
                rivals.add(other);
            }
        }
        return rivals;
    }

    private static boolean isRival(InstalledJar one, InstalledJar other) {
        return one.staged().symbolicName().equals(other.staged().symbolicName())
                && (one.staged().exclusive() || other.staged().exclusive());
    }

    /** Starts again what had stood aside in vain. */
    void comeBack(List<InstalledJar> rivals) {
        for (InstalledJar rival : rivals) {
            try {
                restart(rival);
                InstalledJar.exchange(rival.directory(), List.of(), List.of(rival));
            } catch (RefusedException refused) {
                rival.mark().log(LOG, Level.SEVERE, rival + " does not come back: " + refused.getMessage());
            }
        }
    }

    private void restart(InstalledJar rival) throws RefusedException {
        try {
            TimeLimit.run("restart-" + rival, ground.startLimit(), rival::start, () -> {}, ground.workers());
        } catch (RefusedException refused) {
            if (!(refused.getCause() instanceof OutOfMemoryError)) {
                throw refused;
            }
            // No thread to leave behind: on this one then, because calls wait for it, and it has started before.
            ClassLoader outer = Thread.currentThread().getContextClassLoader();
            try {
                rival.start();
            } finally {
                Thread.currentThread().setContextClassLoader(outer);
            }
        }
    }
}
