package io.funclet.host.framework.guard;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Wraps calls in function bundles by which Java starts threads that all share. Such a thread keeps the context class
 * loader of its starter, and on older Javas its access rights. Other bundles' code on it would find the first bundle's
 * services, and log under its name.
 */
public final class SharedThreads {

    private static boolean delaysStarted;

    private SharedThreads() {}

    /** Starts the thread of {@code CompletableFuture.orTimeout} once, when a bundle first needs it. */
    @SuppressWarnings("removal") // Up to Java 23, a thread keeps the protection domains of its starters.
    private static synchronized void startDelays() {
        if (delaysStarted) {
            return;
        }
        delaysStarted = true;
        Thread starter = AccessController.doPrivileged((PrivilegedAction<Thread>) () -> {
            // Without inheritable thread locals.
            Thread thread = new Thread(null, SharedThreads::delay, "shared-threads", 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
            return thread;
        });
        try {
            starter.start();
            starter.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (OutOfMemoryError noThread) {
            // Then the first user starts it, as without this class.
        }
    }

    private static void delay() {
        new CompletableFuture<>().completeOnTimeout(null, 0, TimeUnit.NANOSECONDS);
    }

    /**
     * Links a call of a method that may start a shared thread. It runs without a bundle's context class loader.
     *
     * @param type what the method takes and returns; with the object in front, if it has one
     * @param isStatic 1 if it needs no object
     */
    public static CallSite call(MethodHandles.Lookup caller, String name, MethodType type, Class<?> owner, int isStatic)
            throws ReflectiveOperationException {
        if (owner == CompletableFuture.class) {
            startDelays();
        }
        MethodHandle method = isStatic == 1
                ? caller.findStatic(owner, name, type)
                : caller.findVirtual(owner, name, type.dropParameterTypes(0, 1));
        MethodHandles.Lookup own = MethodHandles.lookup();
        MethodHandle enter = own.findStatic(SharedThreads.class, "enter", MethodType.methodType(ClassLoader.class));
        MethodHandle leave =
                own.findStatic(SharedThreads.class, "leave", MethodType.methodType(void.class, ClassLoader.class));
        MethodHandle result =
                MethodHandles.dropArguments(MethodHandles.identity(method.type().returnType()), 0, Throwable.class);
        MethodHandle cleanup =
                MethodHandles.collectArguments(result, result.type().parameterCount(), leave);
        MethodHandle within =
                MethodHandles.tryFinally(MethodHandles.dropArguments(method, 0, ClassLoader.class), cleanup);
        return new ConstantCallSite(MethodHandles.foldArguments(within, enter).asType(type));
    }

    @SuppressWarnings("unused") // by a method handle
    private static ClassLoader enter() {
        Thread thread = Thread.currentThread();
        ClassLoader context = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        return context;
    }

    @SuppressWarnings("unused") // by a method handle
    private static void leave(ClassLoader context) {
        Thread.currentThread().setContextClassLoader(context);
    }
}
