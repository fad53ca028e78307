package io.funclet.host.deploy.leftover;

import java.lang.reflect.Field;
import java.util.concurrent.ThreadPoolExecutor;
import org.osgi.framework.BundleReference;
import sun.misc.Unsafe;

/**
 * Finds the bundle whose thread factory a pool has. Java has no interface for this; where a Java does it differently, nothing
 * is found.
 */
final class PoolThread {

    private PoolThread() {}

    /** The class loader of the factory of a thread's pool; {@code null} if it is not a bundle's, or there is none. */
    static ClassLoader factory(Thread thread) {
        try {
            Field field = Unsafe.class.getDeclaredField("theUnsafe");
            field.setAccessible(true);
            Unsafe memory = (Unsafe) field.get(null);
            Object worker = task(memory, thread);
            if (worker != null && worker.getClass().getEnclosingClass() == ThreadPoolExecutor.class) {
                ThreadPoolExecutor pool = (ThreadPoolExecutor) read(memory, worker, worker.getClass(), "this$0");
                ClassLoader loader = pool.getThreadFactory().getClass().getClassLoader();
                return loader instanceof BundleReference ? loader : null;
            }
        } catch (ReflectiveOperationException | RuntimeException | LinkageError different) {
            // Then it is not known.
        }
        return null;
    }

    private static Object task(Unsafe memory, Thread thread) throws ReflectiveOperationException {
        try {
            return read(memory, thread, Thread.class, "target");
        } catch (NoSuchFieldException sinceJava19) {
            Object holder = read(memory, thread, Thread.class, "holder");
            return read(memory, holder, holder.getClass(), "task");
        }
    }

    @SuppressWarnings({"deprecation", "removal"}) // for newer Javas
    private static Object read(Unsafe memory, Object object, Class<?> type, String name)
            throws ReflectiveOperationException {
        return memory.getObject(object, memory.objectFieldOffset(type.getDeclaredField(name)));
    }
}
