package io.funclet.host.call;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes the threads of workers: virtual ones where the launcher says that this Java and this container are fit for them,
 * so that a call which waits holds no thread of the system.
 *
 * <p>They are kept for further calls like others, rather than made for each: their number is limited anyway, and what a
 * call need not make, it should not. Kept, they cost a short call about a tenth more than threads of the system do.
 */
final class WorkerThreads {

    private static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private WorkerThreads() {}

    static ThreadFactory suitable(int max) {
        return Boolean.getBoolean("funclet.virtual") ? virtual(max) : WorkerThreads::platform;
    }

    /** Without what a thread inherits from the one that makes it, which may be a function's. */
    private static Thread platform(Runnable worker) {
        Thread thread = new Thread(null, worker, "call-" + NUMBER.incrementAndGet(), 0, false);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Virtual threads, as far as the scheduler is not set otherwise each with a carrier to be had: one that spins is not
     * interrupted in favour of others, and up to Java 23 one that waits in a monitor keeps its carrier. Twice the limit is
     * what a crew can have, if all of it has to be replaced. Carriers come when needed, and go when idle.
     *
     * @throws IllegalStateException if this Java is older than 21
     */
    static ThreadFactory virtual(int max) {
        if (System.getProperty(PARALLELISM) == null) {
            // Read by the first virtual thread, which is ours. A flag of the launcher could not know the configuration.
            System.setProperty(PARALLELISM, Integer.toString(2 * max));
            System.setProperty("jdk.virtualThreadScheduler.maxPoolSize", Integer.toString(Math.max(256, 2 * max)));
        }
        try {
            // Compiled for Java 17, hence by name.
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder$OfVirtual");
            builder = type.getMethod("name", String.class, long.class).invoke(builder, "call-", 1L);
            builder = type.getMethod("inheritInheritableThreadLocals", boolean.class)
                    .invoke(builder, false);
            return (ThreadFactory) type.getMethod("factory").invoke(builder);
        } catch (ReflectiveOperationException older) {
            throw new IllegalStateException("this Java has no virtual threads", older);
        }
    }
}
