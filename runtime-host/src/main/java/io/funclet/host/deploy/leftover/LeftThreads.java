package io.funclet.host.deploy.leftover;

import io.funclet.host.framework.guard.Creators;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.osgi.framework.BundleReference;

/** Threads that a bundle has started and not ended. */
public final class LeftThreads {

    /**
     * Shared threads of Java and Declarative Services. They are made at the first need, and so keep the context class loader
     * of the first user. The first two are for {@code CompletableFuture.orTimeout}, up to Java 24 and from 25 on.
     */
    private static final List<String> SHARED = List.of(
            "CompletableFutureDelayScheduler",
            "ForkJoinPool.commonPool-delayScheduler",
            "SCR Component Actor",
            "process reaper",
            "Preferences Event Dispatch Thread");

    /** The name of the class path's class loader in a {@link StackTraceElement}. */
    private static final String RUNTIME = "app";

    private LeftThreads() {}

    /**
     * Finds the threads whose class or context class loader is a bundle's, or which it has created itself. It cannot find
     * others that run its code, because frames of a stack do not tell the version of their class; nor virtual threads.
     */
    static List<Thread> of(ClassLoader loader) {
        List<Thread> left = new ArrayList<>();
        for (Thread thread : all()) {
            if (Place.isOf(loader, thread) || isStarted(loader, thread)) {
                left.add(thread);
            }
        }
        return left;
    }

    private static boolean isStarted(ClassLoader loader, Thread thread) {
        boolean hasContext = thread.getContextClassLoader() == loader;
        ClassLoader creator = creator(thread, hasContext);
        if (hasContext && isShared(thread)) {
            detach(thread);
            return false;
        }
        if (hasContext && creator != null && creator != loader) {
            // A library has started it, during a call of this bundle.
            thread.setContextClassLoader(creator);
            return false;
        }
        return (hasContext || creator == loader) && isOwn(loader, thread);
    }

    private static ClassLoader creator(Thread thread, boolean hasContext) {
        if (thread.getClass().getClassLoader() instanceof BundleReference) {
            return thread.getClass().getClassLoader();
        }
        ClassLoader creator = Creators.of(thread);
        return creator == null && hasContext ? PoolThread.factory(thread) : creator;
    }

    /**
     * Removes the context class loaders of bundles from threads that Java and the framework share. To be called every few
     * seconds; costs next to nothing.
     */
    public static void detachShared() {
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

    /** The names of other threads with a context class loader, such as those that a failed start has left. Any thread. */
    public static List<String> named(Predicate<ClassLoader> isMeant) {
        return all().stream()
                .filter(thread -> thread != Thread.currentThread() && isMeant.test(thread.getContextClassLoader()))
                .map(Thread::getName)
                .toList();
    }

    /** All of the process. */
    private static List<Thread> all() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread[] threads = new Thread[2 * root.activeCount() + 16];
        return Arrays.asList(threads).subList(0, root.enumerate(threads));
    }

    /**
     * Whether a thread began with code of the bundle, or of Java, as in a pool. Calls and deployments begin with code of the
     * runtime; a thread of a library may have inherited the loader of its first user.
     */
    private static boolean isOwn(ClassLoader loader, Thread thread) {
        if (thread == Thread.currentThread()) {
            return false;
        }
        StackTraceElement[] stack = thread.getStackTrace();
        for (int i = stack.length - 1; i >= 0; i--) {
            // Java 17 shows frames of hidden classes, as of lambdas, whose names cannot be looked up.
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

    /** The name of a thread, and where it is: in code that is not Java's, if there is any. */
    static String words(Thread thread) {
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
