package io.funclet.host.deploy.leftover;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import sun.misc.Unsafe;

/**
 * The context of AWT and ImageIO. It is made at the first need, and keeps the context class loader of that call for good, as
 * its event queue does. Java has no interface for this; where a Java does it differently, nothing is done. Not logged.
 */
final class AwtContext {

    private static final Logger LOG = Logger.getLogger(AwtContext.class.getName());

    private final Unsafe memory;
    private final ClassLoader loader;

    private AwtContext(Unsafe memory, ClassLoader loader) {
        this.memory = memory;
        this.loader = loader;
    }

    /** Gives the context the platform's class loader, if it has the bundle's. Initializes no class. */
    static List<String> sweep(ClassLoader loader) {
        try {
            Class<?> type = Class.forName("sun.awt.AppContext", false, null);
            Field unsafe = Unsafe.class.getDeclaredField("theUnsafe");
            unsafe.setAccessible(true);
            new AwtContext((Unsafe) unsafe.get(null), loader).sweep(type);
        } catch (ReflectiveOperationException different) {
            LOG.log(Level.FINE, "this Java has no such context", different);
        }
        return List.of();
    }

    @SuppressWarnings({"deprecation", "removal"}) // for newer Javas
    private void sweep(Class<?> type) throws ReflectiveOperationException {
        Field main = type.getDeclaredField("mainAppContext");
        Object context = memory.getObject(memory.staticFieldBase(main), memory.staticFieldOffset(main));
        if (context == null) {
            return;
        }
        detach(context, "contextClassLoader");
        Map<?, ?> table =
                (Map<?, ?>) memory.getObject(context, memory.objectFieldOffset(type.getDeclaredField("table")));
        List<Object> entries;
        synchronized (table) {
            entries = new ArrayList<>(table.values());
        }
        for (Object entry : entries) {
            if (entry != null && entry.getClass().getName().equals("java.awt.EventQueue")) {
                detach(entry, "classLoader");
            }
        }
    }

    @SuppressWarnings({"deprecation", "removal"}) // for newer Javas
    private void detach(Object object, String field) throws ReflectiveOperationException {
        long kept = memory.objectFieldOffset(object.getClass().getDeclaredField(field));
        if (memory.getObject(object, kept) == loader) {
            memory.putObject(object, kept, ClassLoader.getPlatformClassLoader());
        }
    }
}
