package io.funclet.host.deploy.leftover;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * JDBC drivers. {@code DriverManager} shows and removes only those that the class of its caller can see: so a copy of
 * {@link DriverRemoval} is defined by a class loader below the bundle's.
 */
final class Drivers implements Place {

    @Override
    public List<String> sweep(ClassLoader loader) {
        if (ModuleLayer.boot().findModule("java.sql").isEmpty()) {
            return List.of();
        }
        try {
            var constructor = new Below(loader).removal().getDeclaredConstructor();
            constructor.setAccessible(true);
            @SuppressWarnings("unchecked")
            var removal = (Callable<List<String>>) constructor.newInstance();
            return removal.call();
        } catch (Exception e) { // Callable declares no less
            throw new IllegalStateException(e);
        }
    }

    /** Has one class, and sees the classes that the bundle sees. */
    private static final class Below extends ClassLoader {

        Below(ClassLoader bundle) {
            super(bundle);
        }

        Class<?> removal() throws IOException {
            String file = DriverRemoval.class.getSimpleName() + ".class";
            try (InputStream in = DriverRemoval.class.getResourceAsStream(file)) {
                byte[] bytes = in.readAllBytes();
                return defineClass(DriverRemoval.class.getName(), bytes, 0, bytes.length);
            }
        }
    }
}
