package io.funclet.host.deploy.leftover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.osgi.framework.BundleReference;

/**
 * A thread that a bundle has started and not ended.
 *
 * @param thread the thread
 */
record LeftThread(Thread thread) {

    /**
     * Made by the first who needs them, for all, and so with the context class loader of whoever that was: by Java for
     * {@code CompletableFuture.orTimeout}, up to 24 and from 25 on, for the ends of processes and for listeners of
     * preferences, and by Declarative Services.
     */
    private static final List<String> SHARED = List.of(
            "CompletableFutureDelayScheduler",
            "ForkJoinPool.commonPool-delayScheduler",
            "SCR Component Actor",
            "process reaper",
            "Preferences Event Dispatch Thread");

    /** What {@link StackTraceElement} calls the class loader of the class path, of which no bundle's class is. */
    private static final String RUNTIME = "app";

    /**
     * Finds the threads whose class or whose context class loader is a bundle's. Not those that run its code without
     * either: frames of a stack do not say of which version their class is. Virtual threads cannot be found.
     */
    static List<LeftThread> of(ClassLoader loader) {
        List<LeftThread> left = new ArrayList<>();
        for (Thread thread : all()) {
            if (Place.isOf(loader, thread)) {
                left.add(new LeftThread(thread));
            } else if (thread.getContextClassLoader() == loader) {
                if (isShared(thread)) {
                    detach(thread);
                } else if (isOwn(loader, thread)) {
                    left.add(new LeftThread(thread));
                }
            }
        }
        return left;
    }

    /** Has threads that all share work for nobody in particular, whoever has started them. */
    static void detachShared() {
        for (Thread thread : all()) {
            if (isShared(thread) && thread.getContextClassLoader() instanceof BundleReference) {
                detach(thread);
            }
        }
    }

    private static boolean isShared(Thread thread) {
        return SHARED.stream().anyMatch(thread.getName()::startsWith);
    }

    private static void detach(Thread thread) {
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
    }

    /** All of the process. */
    static List<Thread> all() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread[] threads = new Thread[2 * root.activeCount() + 16];
        return Arrays.asList(threads).subList(0, root.enumerate(threads));
    }

    /**
     * Whether what a thread has begun with is code of the bundle, or Java's own, as in a pool; it is the runtime's in calls
     * and deployments, and a library's in a thread that has inherited the loader of the first user of the library.
     */
    private static boolean isOwn(ClassLoader loader, Thread thread) {
        if (thread == Thread.currentThread()) {
            return false;
        }
        StackTraceElement[] stack = thread.getStackTrace();
        for (int i = stack.length - 1; i >= 0; i--) {
            // Java 17 shows frames of hidden classes, whose names nobody can look up: those of lambdas.
            if (stack[i].getModuleName() == null && stack[i].getClassName().indexOf('/') < 0) {
                return !RUNTIME.equals(stack[i].getClassLoaderName()) && defines(loader, stack[i].getClassName());
            }
        }
        return true;
    }

    private static boolean defines(ClassLoader loader, String className) {
        try {
            return Class.forName(className, false, loader).getClassLoader() == loader;
        } catch (ClassNotFoundException | LinkageError another) {
            return false;
        }
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    void interrupt() {
        thread.interrupt();
    }

    /** Its name, and where it is: in code that is not Java's, if there is any. */
    @Override
    public String toString() {
        StackTraceElement[] stack = thread.getStackTrace();
        StackTraceElement where = stack.length == 0 ? null : stack[0];
        for (StackTraceElement frame : stack) {
            if (frame.getModuleName() == null) {
                where = frame;
                break;
            }
        }
        return "thread " + thread.getName() + (where == null ? "" : " at " + where);
    }
}
