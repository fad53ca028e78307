package io.funclet.host.deploy.leftover;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What JNA in a library bundle keeps of a bundle's interfaces. The keys of its map are weak, but the values refer to them, so
 * each version of a function would stay. Not logged.
 */
final class JnaOptions implements Place {

    private static final Logger LOG = Logger.getLogger(JnaOptions.class.getName());

    private static final String PACKAGE = "com.sun.jna";

    @Override
    public List<String> sweep(ClassLoader loader) {
        try {
            if (Place.imports(loader, PACKAGE)) {
                Class<?> jna = Class.forName(PACKAGE + ".Native", false, loader);
                if (jna.getClassLoader() != loader) {
                    Field options = jna.getDeclaredField("typeOptions");
                    options.setAccessible(true);
                    ((Map<?, ?>) options.get(null))
                            .keySet()
                            .removeIf(key -> key instanceof Class<?> type && type.getClassLoader() == loader);
                }
            }
        } catch (ReflectiveOperationException different) {
            LOG.log(Level.FINE, "this JNA keeps its options elsewhere", different);
        }
        return List.of();
    }
}
