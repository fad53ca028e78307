package io.funclet.host.deploy.leftover;

import io.funclet.host.framework.serviceloader.ServiceFile;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * JDBC drivers. {@code DriverManager} shows and removes only those that the class of its caller can see: so a copy of
 * {@link Removal} is defined by a class loader below the bundle's.
 */
final class Drivers {

    private Drivers() {}

    static List<String> sweep(ClassLoader loader) {
        if (ModuleLayer.boot().findModule("java.sql").isEmpty()) {
            return List.of();
        }
        try {
            var constructor = new Below(loader).removal().getDeclaredConstructor();
            constructor.setAccessible(true);
            @SuppressWarnings("unchecked")
            var removal = (Callable<List<String>>) constructor.newInstance();
            // What ServiceLoader has loaded, a function is not expected to remove.
            List<String> loaded = ServiceFile.providers(loader, Driver.class.getName());
            return removal.call().stream()
                    .filter(driver -> !loaded.contains(driver))
                    .map(driver -> "JDBC driver " + driver)
                    .toList();
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
            String name = Removal.class.getName();
            String file = name.substring(name.lastIndexOf('.') + 1) + ".class";
            try (InputStream in = Removal.class.getResourceAsStream(file)) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            }
        }
    }

    /** Removes the drivers whose class is the bundle's own, not that of a library. May use only classes of Java. */
    static final class Removal implements Callable<List<String>> {

        @Override
        public List<String> call() throws SQLException {
            ClassLoader bundle = Removal.class.getClassLoader().getParent();
            List<String> removed = new ArrayList<>();
            for (Driver driver : Collections.list(DriverManager.getDrivers())) {
                if (driver.getClass().getClassLoader() == bundle) {
                    DriverManager.deregisterDriver(driver);
                    removed.add(driver.getClass().getName());
                }
            }
            return removed;
        }
    }
}
