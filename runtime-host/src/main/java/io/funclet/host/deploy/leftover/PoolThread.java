package io.funclet.host.deploy.leftover;

import io.funclet.host.framework.guard.Creators;
import io.funclet.host.jdk.PrivateField;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.ThreadPoolExecutor;
import org.osgi.framework.BundleReference;

/**
 * The pool of a thread, and the bundle whose thread factory it has. Java has no interface for this; where a Java does it
 * differently, nothing is found.
 */
final class PoolThread {

    private PoolThread() {}

    /** The class loader of the factory of a thread's pool; {@code null} if it is not a bundle's, or there is none. */
    static ClassLoader factory(Thread thread) {
        return pool(thread) instanceof ThreadPoolExecutor pool
                        && pool.getThreadFactory().getClass().getClassLoader() instanceof BundleReference loader
                ? (ClassLoader) loader
                : null;
    }

    /**
     * Interrupts a thread that a bundle has left, and shuts its pool down if the bundle has made it: a pool takes an
     * interruption for that of a task, and waits for the next one.
     *
     * <p>A pool of the bundle's own kind is closed if the thread is of its inner class, as with Kotlin's coroutines. That may
     * wait for tasks, so a thread of its own does it.
     */
    static void end(Thread thread, ClassLoader loader) {
        thread.interrupt();
        if (Place.isOf(loader, thread) && outer(thread) instanceof Executor own && own instanceof AutoCloseable pool) {
            close(pool, thread.getName());
        }
        if (factory(thread) == loader || Creators.of(thread) == loader) {
            try {
                ExecutorService pool = pool(thread);
                if (pool != null) {
                    pool.shutdownNow();
                }
            } catch (RuntimeException | LinkageError ofItsOwnClass) {
                // Then the thread goes on, which is told.
            }
        }
    }

    private static void close(AutoCloseable pool, String name) {
        Thread closing = new Thread(
                () -> {
                    try {
                        pool.close();
                    } catch (Exception | LinkageError ofItsOwnClass) {
                        // Then the thread goes on, which is told.
                    }
                },
                "closes the pool of " + name);
        closing.setDaemon(true);
        closing.start();
    }

    /** The object whose inner class a thread's is; {@code null} if it is none. */
    private static Object outer(Thread thread) {
        try {
            return PrivateField.read(thread, thread.getClass(), "this$0");
        } catch (ReflectiveOperationException | RuntimeException | LinkageError none) {
            return null;
        }
    }

    private static ExecutorService pool(Thread thread) {
        if (thread instanceof ForkJoinWorkerThread worker) {
            return worker.getPool();
        }
        try {
            Object worker = task(thread);
            if (worker != null && worker.getClass().getEnclosingClass() == ThreadPoolExecutor.class) {
                return (ThreadPoolExecutor) PrivateField.read(worker, worker.getClass(), "this$0");
            }
        } catch (ReflectiveOperationException | RuntimeException | LinkageError different) {
            // Then it is not known.
        }
        return null;
    }

    private static Object task(Thread thread) throws ReflectiveOperationException {
        try {
            return PrivateField.read(thread, Thread.class, "target");
        } catch (NoSuchFieldException sinceJava19) {
            Object holder = PrivateField.read(thread, Thread.class, "holder");
            return PrivateField.read(holder, holder.getClass(), "task");
        }
    }
}
