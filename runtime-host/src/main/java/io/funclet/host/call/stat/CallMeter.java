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
 * Measures what the calls of one function cost: CPU time, allocated memory, the sizes of their payloads.
 *
 * <p>To ask for the CPU time of a thread is a system call, and it is asked twice; to count a payload takes as long as a
 * twentieth of all that the runtime does for a call. So calls are drawn at random, and the more rarely the more there are:
 * all of them up to about a hundred a second, and some hundreds at most. Each that is measured stands for all that have
 * ended since the last one was, so that the sums only grow, and are those of all calls but the very last ones.
 */
public final class CallMeter {

    private static final long TOO_OFTEN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long TOO_RARELY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int RAREST = 0xffff;

    /** Loaded by the first call that is measured: not by a runtime in which none is. */
    private static final class Threads {

        static final ThreadMXBean BEAN = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    }

    /** How many calls have ended that the function was given. */
    private final LongSupplier ended;

    /** A call is measured if a random number has none of these bits. Written under this object's monitor. */
    private volatile int mask;

    /** How many calls the sums stand for. */
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

    public CallMeter(LongSupplier ended) {
        this.ended = ended;
    }

    /** Has a call handled, and measures what it costs if it is drawn. */
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
            record(nanos, threads.getCurrentThreadAllocatedBytes() - bytes, eventBytes, responseBytes);
        }
    }

    /** One more than have ended: this one is about to. Those that run beside it are for the next one to stand for. */
    private synchronized void record(long nanos, long bytes, int eventBytes, int responseBytes) {
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
    }

    public synchronized FunctionCosts costs() {
        return new FunctionCosts(events.sum(), responses.sum(), cpuNanos, allocatedBytes, measured);
    }
}
