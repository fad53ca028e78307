package io.funclet.host.it.limit;

import io.funclet.host.it.jar.FunctionSource;
import java.nio.file.Path;

/**
 * Functions that leave behind what the JVM keeps for them, and one that looks for what is left. All are of one package.
 * Those of {@link LeakyThreadSource} leave only threads.
 */
final class LeakySource {

    static final String PACKAGE = "it.leaky";

    private LeakySource() {}

    /**
     * Leaves one of everything; answers which of it is there. Its classes have the same names whatever its function has.
     *
     * @param name of the function, and of what it leaves
     * @param hookFile what its shutdown hook makes
     */
    static FunctionSource everything(String name, Path hookFile) {
        return new FunctionSource(PACKAGE + ".Leaky", """
                package it.leaky;

                import io.funclet.api.*;
                import java.lang.management.ManagementFactory;
                import java.net.*;
                import java.nio.file.*;
                import java.sql.*;
                import java.util.*;
                import java.util.concurrent.CountDownLatch;
                import java.util.logging.*;
                import javax.management.*;
                import org.osgi.service.component.annotations.*;

                @Component
                @FunctionName("%1$s")
                public class Leaky implements FunctionHandler {

                    private static final java.util.logging.Logger LOGGER = java.util.logging.Logger.getLogger("leaky.%1$s");

                    public interface CountMBean { int getCount(); }

                    public static class Count implements CountMBean { public int getCount() { return 1; } }

                    public static class Login extends Authenticator {}

                    public static class Sink extends Handler {
                        @Override public void publish(LogRecord entry) {}
                        @Override public void flush() {}
                        @Override public void close() {}
                    }

                    public static class LeakyDriver implements Driver {
                        @Override public Connection connect(String url, Properties info) { return null; }
                        @Override public boolean acceptsURL(String url) { return url.equals("jdbc:%1$s"); }
                        @Override public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) { return null; }
                        @Override public int getMajorVersion() { return 1; }
                        @Override public int getMinorVersion() { return 0; }
                        @Override public boolean jdbcCompliant() { return false; }
                        @Override public java.util.logging.Logger getParentLogger() { return LOGGER; }
                    }

                    private final Thread poller = new Thread(Leaky::poll, "poller-%1$s");

                    private static void poll() {
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException end) {
                            // As asked.
                        }
                    }

                    @Activate
                    public void begin() throws Exception {
                        poller.setDaemon(true);
                        poller.start();
                        DriverManager.registerDriver(new LeakyDriver());
                        ManagementFactory.getPlatformMBeanServer().registerMBean(new Count(), new ObjectName("leaky:type=%1$s"));
                        Runtime.getRuntime().addShutdownHook(new Thread(() -> write(), "hook-%1$s"));
                        LOGGER.addHandler(new Sink());
                        System.getProperties().put("leaky.%1$s", new Count());
                        if ("%1$s".equals("leaky")) {
                            Authenticator.setDefault(new Login());
                            Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {});
                        }
                    }

                    private static void write() {
                        try {
                            Files.createFile(Path.of("%2$s"));
                        } catch (java.io.IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    }

                    @Override
                    public Payload handle(Payload event, CallContext context) throws Exception {
                        String driver = Collections.list(DriverManager.getDrivers()).isEmpty() ? "" : " driver";
                        String thread = poller.isAlive() && !poller.isInterrupted() ? " thread" : "";
                        String bean = ManagementFactory.getPlatformMBeanServer()
                                .isRegistered(new ObjectName("leaky:type=%1$s")) ? " bean" : "";
                        String handler = LOGGER.getHandlers().length == 0 ? "" : " handler";
                        String property = System.getProperties().get("leaky.%1$s") == null ? "" : " property";
                        return Payload.of("has" + thread + driver + bean + handler + property);
                    }
                }
                """.formatted(name, hookFile));
    }

    /** Answers what is still there of what another one, named by the event, has left. */
    static FunctionSource finder(String name) {
        return FunctionSource.handler(PACKAGE, name, """
                String of = event.text();
                String thread = Thread.getAllStackTraces().keySet().stream()
                        .anyMatch(any -> any.getName().equals("poller-" + of)) ? " thread" : "";
                String bean = java.lang.management.ManagementFactory.getPlatformMBeanServer()
                        .isRegistered(new javax.management.ObjectName("leaky:type=" + of)) ? " bean" : "";
                String handler = java.util.logging.Logger.getLogger("leaky." + of).getHandlers().length == 0
                        ? "" : " handler";
                String property = System.getProperties().get("leaky." + of) == null ? "" : " property";
                String login = java.net.Authenticator.getDefault() == null ? "" : " login";
                String uncaught = Thread.getDefaultUncaughtExceptionHandler().getClass().getName();
                return Payload.of("found" + thread + bean + handler + property + login
                        + (uncaught.startsWith("io.funclet.host.") ? "" : " " + uncaught));
                """);
    }

    /** Listens to Java's recorder for good, as Netty does. */
    static FunctionSource recorder(String name) {
        return FunctionSource.component(PACKAGE, name, """
                @Activate
                public void begin() {
                    jdk.jfr.FlightRecorder.addListener(new jdk.jfr.FlightRecorderListener() {});
                }

                @Override
                public Payload handle(Payload event, CallContext context) {
                    return Payload.of("first");
                }
                """);
    }

    /** Computes values of its own for classes of Java, as dynamic languages do. */
    static FunctionSource computing(String name) {
        return FunctionSource.component(PACKAGE, name, """
                private static final ClassValue<Object> VALUES = new ClassValue<>() {
                    @Override
                    protected Object computeValue(Class<?> type) {
                        return new Object() {};
                    }
                };

                @Activate
                public void begin() {
                    VALUES.get(String.class);
                    VALUES.get(int.class);
                }

                @Override
                public Payload handle(Payload event, CallContext context) {
                    return Payload.of("first");
                }
                """);
    }
}
