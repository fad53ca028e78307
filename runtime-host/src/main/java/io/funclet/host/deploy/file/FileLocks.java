package io.funclet.host.deploy.file;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which files are being deployed. A deployment has to claim all files that it concerns. If one is not free, it gives up, and
 * is tried again when a file becomes free. So independent deployments run side by side, and none wait in a circle.
 */
public final class FileLocks {

    @GuardedBy("this")
    private final Set<DeployedFile> taken = new HashSet<>();

    /** The files that are looked at again when a file becomes free, and the files that each needs. */
    @GuardedBy("this")
    private final Map<DeployedFile, Set<DeployedFile>> waiting = new LinkedHashMap<>();

    /** The files that have given way to others, and are not done yet. */
    @GuardedBy("this")
    private final Set<DeployedFile> yielded = new HashSet<>();

    public static final class BusyException extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Set<DeployedFile> wanted;

        private BusyException(Set<DeployedFile> wanted) {
            super("a file that has to be deployed, too, is busy", null, false, false);
            this.wanted = wanted;
        }

        /** All that has to be free at once for the next attempt. */
        public Set<DeployedFile> wanted() {
            return wanted;
        }
    }

    /**
     * Takes all of the files, or none.
     *
     * @param claimant looked at again, if one of them is not free, as soon as a file is
     * @param held the files that the claimant has taken; the new ones are added
     */
    public synchronized void take(DeployedFile claimant, Set<DeployedFile> held, Collection<DeployedFile> wanted)
            throws BusyException {
        Set<DeployedFile> more = new LinkedHashSet<>(wanted);
        more.removeAll(held);
        if (!Collections.disjoint(more, taken) || more.stream().anyMatch(DeployedFile::isCrowded)) {
            more.addAll(held);
            waiting.put(claimant, more);
            throw new BusyException(more);
        }
        taken.addAll(more);
        held.addAll(more);
    }

    /** Takes those of the files that are free. Returns them. */
    public synchronized Set<DeployedFile> takeFree(Set<DeployedFile> held, Collection<DeployedFile> wanted) {
        Set<DeployedFile> free = new LinkedHashSet<>(wanted);
        free.removeAll(taken);
        free.removeIf(DeployedFile::isCrowded);
        taken.addAll(free);
        held.addAll(free);
        return free;
    }

    /** Whether another deployment, which has not given way, waits for one of the files. */
    public synchronized boolean areWanted(Set<DeployedFile> held) {
        boolean wanted = false;
        for (Map.Entry<DeployedFile, Set<DeployedFile>> other : waiting.entrySet()) {
            wanted |= !yielded.contains(other.getKey()) && !Collections.disjoint(other.getValue(), held);
        }
        return wanted;
    }

    /**
     * Throws if another deployment waits for one of the files, and lets it go first. Deployments that have given way do not
     * count, so that two never give way to each other in turn.
     */
    public synchronized void giveWay(DeployedFile claimant, Set<DeployedFile> held) throws BusyException {
        if (areWanted(held)) {
            yielded.add(claimant);
            waiting.put(claimant, Set.copyOf(held));
            throw new BusyException(Set.copyOf(held));
        }
    }

    /** Releases all files but the claimant, and lets other deployments go first that wait for it. */
    public void giveBackOthers(DeployedFile claimant, Set<DeployedFile> held) throws BusyException {
        Set<DeployedFile> others = new HashSet<>(held);
        others.remove(claimant);
        held.removeAll(others);
        release(others);
        giveWay(claimant, held);
    }

    /** A deployment is done. */
    public synchronized void conclude(DeployedFile claimant) {
        yielded.remove(claimant);
    }

    public void release(Set<DeployedFile> held) {
        synchronized (this) {
            taken.removeAll(held);
        }
        if (!held.isEmpty()) {
            wake();
        }
    }

    /** A file may have become free. */
    public void wake() {
        List<DeployedFile> woken;
        synchronized (this) {
            woken = new ArrayList<>(waiting.keySet());
            waiting.clear();
        }
        woken.forEach(DeployedFile::look);
    }
}
