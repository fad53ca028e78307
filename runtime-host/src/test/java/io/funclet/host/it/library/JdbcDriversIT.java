package io.funclet.host.it.library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.FrameworkSource;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.jar.TracedComponent;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.UpdatedGroup;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code DriverManager} finds the drivers of a bundle and those beside it, in each version from the first call on. */
class JdbcDriversIT {

    /** Is the first of all, and without a driver: Java looks for drivers once, by its context class loader. */
    private static final String FIRST = "first";

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of(Map.of(
            FIRST,
            List.of(FIRST),
            "inside",
            List.of("inside"),
            "outside",
            List.of("outside", "cleans"),
            "together",
            List.of("together")));

    /** What drivers a function sees, and what they connect to. */
    private static final String SEEN = """
            private static String seen() {
                try {
                    List<String> names = new ArrayList<>();
                    java.sql.DriverManager.drivers().forEach(driver -> names.add(driver.toString()));
                    Collections.sort(names);
                    for (String name : names) {
                        java.sql.DriverManager.getDriver("jdbc:" + name);
                    }
                    return names.toString();
                } catch (java.sql.SQLException e) {
                    return e.getMessage();
                }
            }
            """;

    private static FunctionSource driver(String packageName, String name) {
        return new FunctionSource(packageName + ".TestDriver", """
                package %s;

                import java.sql.*;

                public class TestDriver implements Driver {
                    static {
                        try {
                            DriverManager.registerDriver(new TestDriver());
                        } catch (SQLException e) {
                            throw new ExceptionInInitializerError(e);
                        }
                    }
                    public Connection connect(String url, java.util.Properties info) { return null; }
                    public boolean acceptsURL(String url) { return url.equals("jdbc:" + this); }
                    public DriverPropertyInfo[] getPropertyInfo(String url, java.util.Properties info) {
                        return new DriverPropertyInfo[0];
                    }
                    public int getMajorVersion() { return 1; }
                    public int getMinorVersion() { return 0; }
                    public boolean jdbcCompliant() { return false; }
                    public java.util.logging.Logger getParentLogger() { return null; }
                    public String toString() { return "%s"; }
                }
                """.formatted(packageName, name));
    }

    private static TracedComponent seeing(String name) {
        return TracedComponent.function(name, "seen()").members(SEEN);
    }

    @Test
    void driversInsideAndBeside_areSeenByTheirOwnDirectory_afterEachUpdate() throws Exception {
        try (UpdatedGroup first = site.group(FIRST);
                UpdatedGroup inside = site.group("inside");
                UpdatedGroup outside = site.group("outside")) {
            first.put("fn.jar", first.bundle(FIRST, "1.0.0", seeing(FIRST)));
            first.begin().awaitAll("[]");
            for (String version : List.of("1.0.0", "1.0.1", "1.0.2")) {
                inside.put(
                        "fn.jar",
                        inside.bundle("inside", version, seeing("inside"))
                                .source(driver("inner", "in-" + version))
                                .serviceProvider("java.sql.Driver", "inner.TestDriver"));
                if (version.equals("1.0.0")) {
                    inside.begin();
                }
                inside.awaitAll("[in-" + version + "]");
            }
            outside.put("fn.jar", outside.bundle("outside", "5.0.0", seeing("outside")));
            outside.put("cleans.jar", outside.bundle("cleans", "5.0.0", seeing("cleans")));
            outside.begin().awaitAll("[]");
            for (String version : List.of("1.0.0", "1.0.1", "1.0.2")) {
                outside.put(
                        "driver.jar",
                        FunctionJar.bundle("it.driver")
                                .version(version)
                                .source(driver("outer", "out-" + version))
                                .serviceProvider("java.sql.Driver", "outer.TestDriver"));
                outside.awaitAll("[out-" + version + "]");
            }
            outside.put("fn.jar", outside.bundle("outside", "5.0.1", seeing("outside")));
            site.log().awaitAll("updated", "outside/fn.jar", "5.0.1");
            outside.awaitResponses(3);
            outside.end();
            inside.end();
            first.end();
            outside.assertSaw("outside", "[]", "[out-1.0.0]", "[out-1.0.1]", "[out-1.0.2]");
            first.assertSaw(FIRST, "[]");
        }
    }

    @Test
    void functionThatComesBeforeItsDriver_waitsForIt_atItsFirstConnection() throws Exception {
        Path code = site.code("together");
        Gate gate = Gate.in(site.path());
        FunctionJar.bundle("it.late")
                .source(driver("late", "late"))
                .serviceProvider("java.sql.Driver", "late.TestDriver")
                .activator(FrameworkSource.activatorAt(gate, "late.Start", ""))
                .build()
                .deploy(code, "driver.jar");
        gate.awaitEntered();
        FunctionJar.bundle("it.together")
                .component("together", SEEN + """
                        @Override
                        public Payload handle(Payload event, CallContext context) throws Exception {
                            var looking = new java.util.concurrent.FutureTask<>(() -> seen());
                            Thread thread = new Thread(looking);
                            thread.start();
                            while (thread.getState() != Thread.State.TIMED_WAITING && thread.isAlive()) {
                                Thread.onSpinWait();
                            }
                            System.out.println("has found some or waits");
                            return Payload.of(looking.get());
                        }
                        """)
                .build()
                .deploy(code, "fn.jar");
        Future<byte[]> first = site.callers().begin("together", "", Await.LONG);
        site.log().awaitAll("has found some or waits");

        gate.open();

        assertEquals("[late]", Callers.payload(first));
    }
}
