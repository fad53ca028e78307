package io.funclet.host.deploy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which files are being deployed now. A deployment that concerns other files, too, has to claim all of them; where one is
 * not free, it gives up what it has begun, and is looked at again when something has become free. So deployments that
 * have nothing to do with each other go on side by side, and those that have never wait for each other in a circle.
 */
final class Claims {

    /** Guarded by this object's monitor. */
    private final Set<WatchedFile> taken = new HashSet<>();

    /** Who is looked at again when something becomes free. Guarded by this object's monitor. */
    private final Set<WatchedFile> waiting = new LinkedHashSet<>();

    /** A deployment concerns a file that is not free now. */
    static final class BusyException extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Set<WatchedFile> wanted;

        private BusyException(Set<WatchedFile> wanted) {
            super("a file that has to be deployed, too, is busy", null, false, false);
            this.wanted = wanted;
        }

        /** All that has to be free at once for the next attempt. */
        Set<WatchedFile> wanted() {
            return wanted;
        }
    }

    /**
     * Takes all of the files, or none.
     *
     * @param claimant looked at again, if one of them is not free, as soon as something is
     * @param held what the claimant has taken already; what it takes is added
     * @param wanted what it needs
     * @throws BusyException if one of them is not free
     */
    synchronized void take(WatchedFile claimant, Set<WatchedFile> held, Collection<WatchedFile> wanted)
            throws BusyException {
        Set<WatchedFile> more = new LinkedHashSet<>(wanted);
        more.removeAll(held);
        if (more.stream().anyMatch(file -> taken.contains(file) || file.isCrowded())) {
            waiting.add(claimant);
            more.addAll(held);
            throw new BusyException(more);
        }
        taken.addAll(more);
        held.addAll(more);
    }

    void release(Set<WatchedFile> held) {
        synchronized (this) {
            taken.removeAll(held);
        }
        if (!held.isEmpty()) {
            wake();
        }
    }

    /** Something may have become free. */
    void wake() {
        List<WatchedFile> woken;
        synchronized (this) {
            woken = new ArrayList<>(waiting);
            waiting.clear();
        }
        woken.forEach(WatchedFile::look);
    }
}
