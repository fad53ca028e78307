package io.funclet.host.framework.guard;

import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.Map;
import java.util.Timer;
import java.util.WeakHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/**
 * Records which bundle has created a thread: the innermost one on the stack. A thread that a library starts during a call of
 * a function has the function's context class loader, but belongs to the library. Replaces factories of pools in function
 * bundles. Public only for the bundles' class loaders.
 */
public final class Creators {

    private static final String TIMER_THREAD = Timer.class.getName() + "Thread";

    private static final Map<Thread, WeakReference<ClassLoader>> CREATORS =
            Collections.synchronizedMap(new WeakHashMap<>());

    private Creators() {}

    /** The class loader of the bundle that has created a thread; {@code null} if it is not known, or was collected. */
    public static ClassLoader of(Thread thread) {
        WeakReference<ClassLoader> creator = CREATORS.get(thread);
        return creator == null ? null : creator.get();
    }

    static void enter(Thread thread) {
        enter(thread, Callers.bundle());
    }

    private static void enter(Thread thread, ClassLoader creator) {
        if (thread != null && creator != null) {
            CREATORS.putIfAbsent(thread, new WeakReference<>(creator));
        }
    }

    /** Called before {@link Thread#start}, with the thread, which it returns. */
    public static Thread starting(Thread thread) {
        enter(thread);
        return thread;
    }

    /** Called after a {@link Timer} was made, whose thread cannot be asked for. */
    public static void timer() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader creator = Callers.bundle();
        Thread[] threads = new Thread[2 * Thread.activeCount() + 16];
        int count = Thread.enumerate(threads);
        for (int i = 0; i < count; i++) {
            // No other one is unknown, except those that Java itself has made.
            if (threads[i].getClass().getName().equals(TIMER_THREAD) && threads[i].getContextClassLoader() == context) {
                enter(threads[i], creator);
            }
        }
    }

    /** Instead of {@link Executors#defaultThreadFactory}. */
    public static ThreadFactory defaultThreadFactory() {
        ThreadFactory factory = Executors.defaultThreadFactory();
        WeakReference<ClassLoader> creator = new WeakReference<>(Callers.bundle());
        return task -> {
            Thread thread = factory.newThread(task);
            enter(thread, creator.get());
            return thread;
        };
    }

    /** Instead of {@link Executors#newCachedThreadPool()}. */
    public static ExecutorService newCachedThreadPool() {
        return Executors.newCachedThreadPool(defaultThreadFactory());
    }

    /** Instead of {@link Executors#newCachedThreadPool(ThreadFactory)}. */
    public static ExecutorService newCachedThreadPool(ThreadFactory factory) {
        return Executors.newCachedThreadPool(factory);
    }

    /** Instead of {@link Executors#newFixedThreadPool(int)}. */
    public static ExecutorService newFixedThreadPool(int threads) {
        return Executors.newFixedThreadPool(threads, defaultThreadFactory());
    }

    /** Instead of {@link Executors#newFixedThreadPool(int, ThreadFactory)}. */
    public static ExecutorService newFixedThreadPool(int threads, ThreadFactory factory) {
        return Executors.newFixedThreadPool(threads, factory);
    }

    /** Instead of {@link Executors#newSingleThreadExecutor()}. */
    public static ExecutorService newSingleThreadExecutor() {
        return Executors.newSingleThreadExecutor(defaultThreadFactory());
    }

    /** Instead of {@link Executors#newSingleThreadExecutor(ThreadFactory)}. */
    public static ExecutorService newSingleThreadExecutor(ThreadFactory factory) {
        return Executors.newSingleThreadExecutor(factory);
    }

    /** Instead of {@link Executors#newScheduledThreadPool(int)}. */
    public static ScheduledExecutorService newScheduledThreadPool(int threads) {
        return Executors.newScheduledThreadPool(threads, defaultThreadFactory());
    }

    /** Instead of {@link Executors#newScheduledThreadPool(int, ThreadFactory)}. */
    public static ScheduledExecutorService newScheduledThreadPool(int threads, ThreadFactory factory) {
        return Executors.newScheduledThreadPool(threads, factory);
    }

    /** Instead of {@link Executors#newSingleThreadScheduledExecutor()}. */
    public static ScheduledExecutorService newSingleThreadScheduledExecutor() {
        return Executors.newSingleThreadScheduledExecutor(defaultThreadFactory());
    }

    /** Instead of {@link Executors#newSingleThreadScheduledExecutor(ThreadFactory)}. */
    public static ScheduledExecutorService newSingleThreadScheduledExecutor(ThreadFactory factory) {
        return Executors.newSingleThreadScheduledExecutor(factory);
    }
}
