package io.funclet.host.framework.guard;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.sql.Driver;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Makes {@code DriverManager} know the JDBC drivers that a bundle sees. By itself it looks for drivers once in the life of
 * the process, by the context class loader of its first caller. Public only for the bundles' class loaders.
 */
public final class JdbcDrivers {

    private static final Logger LOG = Logger.getLogger(JdbcDrivers.class.getName());

    /** A service file that cannot be read may fail each time. */
    private static final int MOST_FAILURES = 100;

    private JdbcDrivers() {}

    /**
     * Links a place in a bundle before a call of {@code DriverManager}: loads the drivers, once.
     *
     * @param caller of the bundle
     * @param name anything
     * @param type takes nothing and returns nothing
     * @return a call site that does nothing
     */
    public static CallSite prepare(MethodHandles.Lookup caller, String name, MethodType type) {
        try {
            register(load(caller.lookupClass().getClassLoader()), caller);
        } catch (Throwable failed) { // a method handle declares no less
            LOG.log(Level.FINE, "not all drivers were found", failed);
        }
        return new ConstantCallSite(MethodHandles.empty(type));
    }

    /** Most drivers register themselves when their class is initialized. */
    private static List<Driver> load(ClassLoader bundle) {
        List<Driver> drivers = new ArrayList<>();
        Iterator<Driver> all = ServiceLoader.load(Driver.class, bundle).iterator();
        for (int failures = 0; failures < MOST_FAILURES; ) {
            try {
                if (!all.hasNext()) {
                    break;
                }
                drivers.add(all.next());
            } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
                failures++;
                LOG.log(Level.INFO, "a JDBC driver cannot be used: " + e);
            }
        }
        return drivers;
    }

    /** Registers those that do so once only, and that a bundle has removed since. */
    @SuppressWarnings("unchecked")
    private static void register(List<Driver> drivers, MethodHandles.Lookup caller) throws Throwable {
        if (drivers.isEmpty()) {
            return;
        }
        // In the name of the bundle: DriverManager shows what its caller sees.
        MethodHandle registered =
                caller.findStatic(DriverManager.class, "getDrivers", MethodType.methodType(Enumeration.class));
        Set<Class<?>> present = Collections.list((Enumeration<Driver>) registered.invokeExact()).stream()
                .map(Driver::getClass)
                .collect(Collectors.toSet());
        for (Driver driver : drivers) {
            if (!present.contains(driver.getClass())) {
                DriverManager.registerDriver(driver);
            }
        }
    }
}
