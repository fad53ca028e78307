package io.funclet.host.call.stat;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.sun.management.ThreadMXBean;
import io.funclet.api.CallContext;
import io.funclet.api.FunctionHandler;
import io.funclet.api.Payload;
import java.lang.management.ManagementFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Measures what the calls of one function cost: CPU time, allocated memory, payload sizes.
 *
 * <p>Measuring a call takes two system calls. So calls are drawn at random: all up to about a hundred a second, some
 * hundreds a second at most. A measured call stands for all that have ended since the previous one, so the sums only
 * grow and lack only the very last calls.
 */
public final class CallMeter {

    private static final long TOO_OFTEN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long TOO_RARELY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int RAREST = 0xffff;

    /** Loaded only if a call is measured. */
    private static final class Threads {

        static final ThreadMXBean BEAN = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    }

    /** How many calls of the function have ended. */
    private final LongSupplier ended;

    /** A call is measured if a random number has none of these bits. Written under this object's monitor. */
    private volatile int mask;

    /** {@code null} if there is none. */
    private volatile CostListener listener;

    /** How many calls the sums cover. */
    @GuardedBy("this")
    private long covered;

    @GuardedBy("this")
    private final SizeCounts events = new SizeCounts();

    @GuardedBy("this")
    private final SizeCounts responses = new SizeCounts();

    @GuardedBy("this")
    private long measured;

    @GuardedBy("this")
    private long cpuNanos;

    @GuardedBy("this")
    private long allocatedBytes;

    @GuardedBy("this")
    private long lastNanos;

    /** Measures from now on: calls that have ended are not its own. */
    public CallMeter(LongSupplier ended) {
        this.ended = ended;
        this.covered = ended.getAsLong();
    }

    /** @param costs is told of them from now on; {@code null} for none */
    public void tell(CostListener costs) {
        listener = costs;
    }

    public Payload handle(FunctionHandler handler, Payload event, CallContext call) throws Exception {
        int rare = mask;
        if (rare != 0 && (ThreadLocalRandom.current().nextInt() & rare) != 0) {
            return handler.handle(event, call);
        }
        return measure(handler, event, call);
    }

    private Payload measure(FunctionHandler handler, Payload event, CallContext call) throws Exception {
        ThreadMXBean threads = Threads.BEAN;
        int eventBytes = event.size();
        int responseBytes = -1;
        long bytes = threads.getCurrentThreadAllocatedBytes();
        long nanos = threads.getCurrentThreadCpuTime();
        try {
            Payload response = handler.handle(event, call);
            responseBytes = response == null ? 0 : response.size();
            return response;
        } finally {
            nanos = threads.getCurrentThreadCpuTime() - nanos;
            bytes = threads.getCurrentThreadAllocatedBytes() - bytes;
            long weight = record(nanos, bytes, eventBytes, responseBytes);
            CostListener told = listener;
            if (told != null) {
                told.used(
                        weight * (eventBytes + Math.max(0, responseBytes)),
                        weight * Math.max(0, bytes),
                        weight * Math.max(0, nanos));
            }
        }
    }

    /**
     * One more, because this call has not ended yet. The next measured call covers those that run beside it. Returns for how
     * many calls it stands.
     */
    private synchronized long record(long nanos, long bytes, int eventBytes, int responseBytes) {
        long weight = Math.max(0, ended.getAsLong() + 1 - covered);
        covered += weight;
        measured++;
        cpuNanos += weight * Math.max(0, nanos);
        allocatedBytes += weight * Math.max(0, bytes);
        events.add(eventBytes, weight);
        if (responseBytes >= 0) {
            responses.add(responseBytes, weight);
        }
        long now = System.nanoTime();
        long since = now - lastNanos;
        lastNanos = now;
        if (since < TOO_OFTEN_NANOS) {
            mask = Math.min(2 * mask + 1, RAREST);
        } else if (since > TOO_RARELY_NANOS) {
            mask >>= 1;
        }
        return weight;
    }

    public synchronized FunctionCosts costs() {
        return new FunctionCosts(events.sum(), responses.sum(), cpuNanos, allocatedBytes, measured);
    }
}
