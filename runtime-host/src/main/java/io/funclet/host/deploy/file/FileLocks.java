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
 * Which files are being deployed now. A deployment that concerns other files, too, has to claim all of them; where one is
 * not free, it gives up what it has begun, and is looked at again when something has become free. So deployments that
 * have nothing to do with each other go on side by side, and those that have never wait for each other in a circle.
 */
public final class FileLocks {

    @GuardedBy("this")
    private final Set<DeployedFile> taken = new HashSet<>();

    /** Who is looked at again when something becomes free, and what each of them needs. */
    @GuardedBy("this")
    private final Map<DeployedFile, Set<DeployedFile>> waiting = new LinkedHashMap<>();

    /** Who has given way to others, and has not come to an end since. */
    @GuardedBy("this")
    private final Set<DeployedFile> yielded = new HashSet<>();

    /** A deployment concerns a file that is not free now. */
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
     * @param claimant looked at again, if one of them is not free, as soon as something is
     * @param held what the claimant has taken already; what it takes is added
     * @param wanted what it needs
     * @throws BusyException if one of them is not free
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

    /** Whether somebody waits for one of the files who has not given way. */
    @SuppressWarnings("GuardedBy")
    public // no lambda outlives the method
    synchronized boolean areWanted(Set<DeployedFile> held) {
        return waiting.entrySet().stream()
                .anyMatch(other -> !yielded.contains(other.getKey()) && !Collections.disjoint(other.getValue(), held));
    }

    /**
     * Lets others go first, if they wait for one of the files. Those who have given way themselves do not count, so that
     * two never give way to each other by turns.
     *
     * @param claimant looked at again as soon as something is free
     * @param held what it has taken
     * @throws BusyException if somebody waits
     */
    public synchronized void giveWay(DeployedFile claimant, Set<DeployedFile> held) throws BusyException {
        if (areWanted(held)) {
            yielded.add(claimant);
            waiting.put(claimant, Set.copyOf(held));
            throw new BusyException(Set.copyOf(held));
        }
    }

    /**
     * What the last attempt was about is free for others, who may go first if they wait for the file itself, too.
     *
     * @param claimant keeps only itself
     * @throws BusyException if somebody waits for it
     */
    public void giveBackOthers(DeployedFile claimant, Set<DeployedFile> held) throws BusyException {
        Set<DeployedFile> others = new HashSet<>(held);
        others.remove(claimant);
        held.removeAll(others);
        release(others);
        giveWay(claimant, held);
    }

    /** A deployment has come to an end. */
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

    /** Something may have become free. */
    public void wake() {
        List<DeployedFile> woken;
        synchronized (this) {
            woken = new ArrayList<>(waiting.keySet());
            waiting.clear();
        }
        woken.forEach(DeployedFile::look);
    }
}
