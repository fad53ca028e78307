package io.funclet.host.call;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the threads of workers. */
final class WorkerThreads {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private WorkerThreads() {}

    static ThreadFactory suitable(int max) {
        return Boolean.getBoolean("funclet.virtual") ? virtual(max) : WorkerThreads::platform;
    }

    /** Without what the creating thread inherits to its children, which may be a function's. */
    private static Thread platform(Runnable worker) {
        Thread thread = new Thread(null, worker, "call-" + NUMBER.incrementAndGet(), 0, false);
        thread.setDaemon(true);
        return thread;
    }

    static ThreadFactory virtual(int max) {
        System.setProperty("jdk.virtualThreadScheduler.parallelism", Integer.toString(2 * max));
        try {
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
