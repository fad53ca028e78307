package io.funclet.host.memory;

import io.funclet.host.config.LaunchProfile;
import java.time.Duration;

/**
 * Gives memory of the heap back to the system when it is no longer used. The JVM's serial collector does that only in a
 * full collection, for which it sees no reason until the heap has reached its bound: a burst of calls would keep its
 * memory forever.
 *
 * <p>So this class asks for one when the heap has grown and the process is idle, or when it has grown to a multiple. In the
 * profile {@code small} it asks after seconds, whatever the process does. It looks at the JVM's two counters alone. For one
 * thread.
 */
public final class HeapReturn {

    /** A tick is a second. Long enough for a pause between two bursts. */
    private static final int IDLE_TICKS =
            (int) LaunchProfile.fixedWait(Duration.ofSeconds(30)).toSeconds();

    /**
     * An idle process allocates less in all that time, for the watches of directories and connections. A thread takes up to
     * 1 MB at once, which counts as used.
     */
    private static final long IDLE_BYTES = 4 << 20;

    /** Less growth is not worth a collection, nor is less than half of what has remained after the last one. */
    private static final long GROWTH_BYTES = 8 << 20;

    /** A busy process collects after growth by this and what has remained: so garbage stays in proportion to the rest. */
    private static final long BUSY_GROWTH_BYTES = 64 << 20;

    /** A message of 4 MiB. In a small container, pages of files that are in use go for that, and are read again and again. */
    private static final long SMALL_GROWTH_BYTES = 4 << 20;

    private static final int SHORTEST_PAUSE_TICKS = 4;
    private static final int LONGEST_PAUSE_TICKS = 64;

    private final Runtime jvm = Runtime.getRuntime();
    private final boolean small = LaunchProfile.CURRENT.small();

    private long usedBefore;
    private int idleFor;

    /** After the last collection, and after the last one of an idle process: calls that run hold memory, too. */
    private long remained = jvm.totalMemory();

    private long remainedIdle = remained;

    /** The least that was committed after a collection in the profile {@code small}. */
    private long least = remained;

    /** In ticks: longer each time that a collection returns nothing, because the heap is in use. */
    private int pause = SHORTEST_PAUSE_TICKS;

    private int sinceCollection;

    /** Collects garbage if that is likely to return memory. Once a second; the collection stops all threads. */
    public void look() {
        long committed = jvm.totalMemory();
        if (small && ++sinceCollection >= pause && committed - least >= Math.max(SMALL_GROWTH_BYTES, least / 2)) {
            collectSmall(committed);
            committed = jvm.totalMemory();
        }
        long used = committed - jvm.freeMemory();
        if (used < usedBefore || used - usedBefore > IDLE_BYTES) {
            usedBefore = used;
            idleFor = 0;
        } else {
            idleFor++;
        }
        if (idleFor >= IDLE_TICKS && committed - remainedIdle >= Math.max(GROWTH_BYTES, remainedIdle / 2)) {
            System.gc();
            remained = jvm.totalMemory();
            remainedIdle = remained;
        } else if (committed - remained >= BUSY_GROWTH_BYTES + remained) {
            System.gc();
            remained = jvm.totalMemory();
        }
    }

    private void collectSmall(long committed) {
        System.gc();
        remained = jvm.totalMemory();
        boolean returned = committed - remained >= SMALL_GROWTH_BYTES / 2;
        pause = returned ? SHORTEST_PAUSE_TICKS : Math.min(2 * pause, LONGEST_PAUSE_TICKS);
        least = pause < LONGEST_PAUSE_TICKS ? Math.min(least, remained) : remained;
        sinceCollection = 0;
    }
}
