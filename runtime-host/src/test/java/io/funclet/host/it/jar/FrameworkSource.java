package io.funclet.host.it.jar;

/** What an activator is compiled against: authors of functions have no framework on their class path, names are enough. */
public final class FrameworkSource {

    static final FunctionSource BUNDLE_CONTEXT = type("BundleContext", "");

    public static final FunctionSource BUNDLE_ACTIVATOR = type(
            "BundleActivator",
            "void start(BundleContext context) throws Exception; void stop(BundleContext context) throws Exception;");

    private FrameworkSource() {}

    /** An interface of the framework, with as much of it as a test needs. */
    public static FunctionSource type(String name, String members) {
        return new FunctionSource(
                "org.osgi.framework." + name.replaceFirst("<.*", ""),
                "package org.osgi.framework; public interface " + name + " {" + members + "}");
    }

    /**
     * An activator whose start waits at a gate, each time that it is started while the gate is closed.
     *
     * @param after the statements that come then
     */
    public static FunctionSource activatorAt(Gate gate, String className, String after) {
        int dot = className.lastIndexOf('.');
        return new FunctionSource(className, """
                package %s;

                import java.nio.file.*;
                import org.osgi.framework.*;

                public class %s implements BundleActivator {
                    public void start(BundleContext context) throws Exception {
                        Path gate = Path.of("%s");
                        Files.writeString(gate.resolve("entered"), "");
                        while (!Files.exists(gate.resolve("open"))) {
                            Thread.sleep(5);
                        }
                        %s
                    }

                    public void stop(BundleContext context) {}
                }
                """.formatted(
                        className.substring(0, dot), className.substring(dot + 1), gate.event(), after));
    }
}
