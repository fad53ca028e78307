package io.funclet.host.call;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes the threads of workers: virtual ones only where the operator has said so, and never the first few. A short call costs
 * a third more on a virtual thread, because it takes two to wake one. And where no further thread of the system is to be had
 * to carry it, the JDK has the one who wakes or interrupts it wait for that: an event loop, and all its connections.
 *
 * <p>They are kept for further calls like others, rather than made for each: their number is limited anyway, and what a
 * call need not make, it should not.
 */
final class WorkerThreads {

    private static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private WorkerThreads() {}

    /** For those workers that are there first. */
    static ThreadFactory swift() {
        return WorkerThreads::platform;
    }

    /** For those that are there because others wait. */
    static ThreadFactory suitable(int max) {
        return Boolean.getBoolean("funclet.virtual") ? new Virtual(max) : WorkerThreads::platform;
    }

    /** Made when it is needed, which costs more than a start. */
    private static final class Virtual implements ThreadFactory {

        private final int max;
        private ThreadFactory factory;

        Virtual(int max) {
            this.max = max;
        }

        @Override
        public synchronized Thread newThread(Runnable worker) {
            if (factory == null) {
                factory = virtual(max);
            }
            return factory.newThread(worker);
        }
    }

    private static String nextName() {
        return "call-" + NUMBER.incrementAndGet();
    }

    /** Without what a thread inherits from the one that makes it, which may be a function's. */
    private static Thread platform(Runnable worker) {
        Thread thread = new Thread(null, worker, nextName(), 0, false);
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
            builder = type.getMethod("inheritInheritableThreadLocals", boolean.class)
                    .invoke(builder, false);
            ThreadFactory factory = (ThreadFactory) type.getMethod("factory").invoke(builder);
            return worker -> factory.newThread(() -> {
                Thread.currentThread().setName(nextName());
                worker.run();
            });
        } catch (ReflectiveOperationException older) {
            throw new IllegalStateException("this Java has no virtual threads", older);
        }
    }
}
