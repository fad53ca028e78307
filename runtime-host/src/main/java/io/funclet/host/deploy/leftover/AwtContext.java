package io.funclet.host.deploy.leftover;

import io.funclet.host.jdk.PrivateField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The context of AWT and ImageIO. It is made at the first need, and keeps the context class loader of that call for good, as
 * its event queue does. Java has no interface for this; where a Java does it differently, nothing is done. Not logged.
 */
final class AwtContext {

    private static final Logger LOG = Logger.getLogger(AwtContext.class.getName());

    private AwtContext() {}

    /** Gives the context the platform's class loader, if it has the bundle's. Initializes no class. */
    static List<String> sweep(ClassLoader loader) {
        try {
            Class<?> type = Class.forName("sun.awt.AppContext", false, null);
            Object context = PrivateField.read(type, "mainAppContext");
            if (context != null) {
                sweep(loader, context, type);
            }
        } catch (ReflectiveOperationException different) {
            LOG.log(Level.FINE, "this Java has no such context", different);
        }
        return List.of();
    }

    private static void sweep(ClassLoader loader, Object context, Class<?> type) throws ReflectiveOperationException {
        detach(loader, context, "contextClassLoader");
        Map<?, ?> table = (Map<?, ?>) PrivateField.read(context, type, "table");
        List<Object> entries;
        synchronized (table) {
            entries = new ArrayList<>(table.values());
        }
        for (Object entry : entries) {
            if (entry != null && entry.getClass().getName().equals("java.awt.EventQueue")) {
                detach(loader, entry, "classLoader");
            }
        }
    }

    private static void detach(ClassLoader loader, Object object, String field) throws ReflectiveOperationException {
        if (PrivateField.read(object, object.getClass(), field) == loader) {
            PrivateField.write(object, object.getClass(), field, ClassLoader.getPlatformClassLoader());
        }
    }
}
