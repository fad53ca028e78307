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
 * Stands in function bundles around calls by which Java starts threads that all share. A thread takes over the context class
 * loader of the one that starts it, for good, and on older Javas what that one may do: the code of others would find the
 * services of the first user's bundle there, and its log lines would bear its name. Public for the bundles' class loaders.
 */
public final class SharedThreads {

    /** Makes the thread of {@code CompletableFuture.orTimeout} and its like, once, when a class of a bundle first needs it. */
    private static final class Delays {

        static {
            start();
        }

        @SuppressWarnings(
                "removal") // Up to Java 23, a thread keeps the protection domains of those who have started it.
        private static void start() {
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
                // Then whoever needs it makes it, as ever.
            }
        }

        static void begin() {
            // By the initialization of this class.
        }
    }

    private SharedThreads() {}

    /** Not in the class that waits for it, which is not initialized then. */
    private static void delay() {
        new CompletableFuture<>().completeOnTimeout(null, 0, TimeUnit.NANOSECONDS);
    }

    /**
     * Links a call of a method whose threads are not to be the caller's.
     *
     * @param caller of the bundle
     * @param name the name of the method
     * @param type what it takes and returns; with the object in front, if it has one
     * @param owner the class of the method
     * @param isStatic 1 if it needs no object
     * @return what calls it with a context class loader that is none of a bundle's
     * @throws ReflectiveOperationException if there is no such method
     */
    public static CallSite call(MethodHandles.Lookup caller, String name, MethodType type, Class<?> owner, int isStatic)
            throws ReflectiveOperationException {
        if (owner == CompletableFuture.class) {
            Delays.begin();
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
