package io.funclet.host.deploy.leftover;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;

/** {@link Drivers} defines it once more below each bundle's class loader, so it may use only classes of Java. */
final class DriverRemoval implements Callable<List<String>> {

    /** Removes the drivers whose class is the bundle's own, rather than that of a library. */
    @Override
    public List<String> call() throws SQLException {
        ClassLoader bundle = DriverRemoval.class.getClassLoader().getParent();
        List<String> removed = new ArrayList<>();
        for (Driver driver : Collections.list(DriverManager.getDrivers())) {
            if (driver.getClass().getClassLoader() == bundle) {
                DriverManager.deregisterDriver(driver);
                removed.add("JDBC driver " + driver.getClass().getName());
            }
        }
        return removed;
    }
}
