package io.funclet.host.ops;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Knows when the JVM does hardly anything but collect garbage. A heap that is nearly full is looked through for each little
 * that is wanted, and mostly has it: nothing fails, and nothing goes on. Of the JVM's collectors only the parallel one has
 * a limit for that ({@code -XX:+UseGCOverheadLimit}).
 *
 * <p>Time of collections runs up a debt, time of everything else pays it back ninefold: it grows while collections take more
 * than nine tenths. For one thread.
 */
final class CollectorDebt {

    private static final int REPAYMENT = 9;

    private static final long TOO_MUCH_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** A few collections of a large heap take as long, and are over then. */
    private static final int FEW_COLLECTIONS = 10;

    private long nanos;
    private long collections;

    private long lastNanos;
    private long lastCollecting;
    private long lastCollections;

    /** Starts without debt. */
    CollectorDebt(long nowNanos, long collectingMillis, long collectionsSoFar) {
        lastNanos = nowNanos;
        lastCollecting = collectingMillis;
        lastCollections = collectionsSoFar;
    }

    /**
     * Starts without debt, with the JVM's own figures. They take a few hundred kilobytes: for who has reason to ask.
     *
     * @return no debt yet
     */
    static CollectorDebt begin() {
        List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
        return new CollectorDebt(System.nanoTime(), millis(collectors), count(collectors));
    }

    /** Adds what has been since the last time. */
    void add() {
        List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
        add(System.nanoTime(), millis(collectors), count(collectors));
    }

    /**
     * Adds what has been since the last time.
     *
     * @param nowNanos of {@link System#nanoTime}
     * @param collectingMillis how long collections have taken, all together
     * @param collectionsSoFar how many there were
     */
    void add(long nowNanos, long collectingMillis, long collectionsSoFar) {
        long collecting = TimeUnit.MILLISECONDS.toNanos(collectingMillis - lastCollecting);
        long other = Math.max(0, nowNanos - lastNanos - collecting);
        nanos = Math.max(0, nanos + collecting - REPAYMENT * other);
        collections = nanos == 0 ? 0 : collections + collectionsSoFar - lastCollections;
        lastNanos = nowNanos;
        lastCollecting = collectingMillis;
        lastCollections = collectionsSoFar;
    }

    /** Whether it has become so much that nothing else goes on. */
    boolean isTooMuch() {
        return nanos >= TOO_MUCH_NANOS && collections >= FEW_COLLECTIONS;
    }

    private static long millis(List<GarbageCollectorMXBean> collectors) {
        long sum = 0;
        for (GarbageCollectorMXBean collector : collectors) {
            sum += Math.max(0, collector.getCollectionTime());
        }
        return sum;
    }

    private static long count(List<GarbageCollectorMXBean> collectors) {
        long sum = 0;
        for (GarbageCollectorMXBean collector : collectors) {
            sum += Math.max(0, collector.getCollectionCount());
        }
        return sum;
    }
}
