package io.funclet.host.it.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.Workspace;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles that bring what the runtime has itself, or looks for: they are those of their directory, and not the runtime's. */
class PlatformCopiesIT {

    @TempDir
    Path directory;

    private Workspace workspace;

    @AutoClose
    private Callers callers;

    @BeforeEach
    void configure() throws Exception {
        workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "first", "second", "third");
        callers = Callers.of(workspace.port());
    }

    private void put(String name, String answer) throws Exception {
        FunctionJar.of("it." + name, name, "return Payload.of(\"" + answer + "\");")
                .deploy(workspace.code("code"), name + ".jar");
    }

    /** Another function comes, and the first one is updated. */
    private void assertOthersComeAndGo() throws Exception {
        put("second", "1");
        assertEquals("1", callers.call("second", ""));
        put("first", "2");
        Await.until(
                "the update of first",
                Await.LONG,
                () -> callers.call("first", "").equals("2"),
                workspace::log);
        assertEquals(0, workspace.log().count("ERROR"), () -> workspace.log().toString());
    }

    /** A component that offers one of OSGi's own services, whose interface is one that its bundle exports. */
    private static FunctionJar.Bundle offering(String symbolicName, String service, String version) {
        int dot = service.lastIndexOf('.');
        return FunctionJar.bundle(symbolicName)
                .source(new FunctionSource(
                        service,
                        "package " + service.substring(0, dot) + "; public interface " + service.substring(dot + 1)
                                + " {}"))
                .source(new FunctionSource(symbolicName + ".Offer", """
                        package %s;

                        @org.osgi.service.component.annotations.Component(immediate = true)
                        public class Offer implements %s {}
                        """.formatted(symbolicName, service)))
                .header("Export-Package", service.substring(0, dot) + ";version=\"" + version + "\"");
    }

    @Test
    void packagesThatTheRuntimeHasToo_areTheRuntimes_whateverTheirVersion() throws Exception {
        offering("it.copies", "org.osgi.util.promise.Promise", "1.99")
                .source(new FunctionSource(
                        "org.osgi.service.component.ComponentContext",
                        "package org.osgi.service.component; public interface ComponentContext {}"))
                .header(
                        "Export-Package",
                        "org.osgi.util.promise;version=\"1.99\",org.osgi.service.component;version=\"1.99\"")
                .header("-noimport", "true")
                .build()
                .deploy(workspace.code("code"), "copies.jar");
        put("first", "1");
        FunctionJar.bundle("it.third")
                .source(new FunctionSource(
                        "org.osgi.service.component.ComponentContext",
                        "package org.osgi.service.component; public interface ComponentContext {}"))
                .component("third", """
                        private String told = "not activated";

                        @Activate
                        void activate(org.osgi.service.component.ComponentContext context) {
                            told = "activated";
                        }

                        @Override
                        public Payload handle(Payload event, CallContext context) {
                            return Payload.of(told);
                        }
                        """)
                .header("Private-Package", "it.third")
                .header("Import-Package", "org.osgi.service.component;version=\"[1,2)\",*")
                .build()
                .deploy(workspace.code("code"), "third.jar");
        try (RuntimeProcess runtime = workspace.start()) {
            assertEquals("1", callers.call("first", ""));
            assertEquals("activated", callers.call("third", ""));
            assertOthersComeAndGo();
            assertEquals(0, runtime.terminate());
        }
    }

    @Test
    void bundlesThatWouldTakeOverForTheRuntime_areRejected_andSayWhy() throws Exception {
        put("first", "1");
        try (RuntimeProcess runtime = workspace.start()) {
            FunctionJar.withManifest(Map.of(
                            "Bundle-ManifestVersion", "2",
                            "Bundle-SymbolicName", "it.scr",
                            "Provide-Capability", "osgi.extender;osgi.extender=osgi.component;version:Version=\"1.5\""))
                    .deploy(workspace.code("code"), "scr.jar");
            workspace.log().awaitAll("rejected", "scr.jar", "is an implementation of Declarative Services");
            FunctionJar.withManifest(Map.of(
                            "Bundle-ManifestVersion", "2",
                            "Bundle-SymbolicName", "it.fragment",
                            "Fragment-Host", "system.bundle; extension:=framework"))
                    .deploy(workspace.code("code"), "fragment.jar");
            workspace.log().awaitAll("rejected", "fragment.jar", "is a fragment of the framework");
            FunctionJar.withManifest(Map.of(
                            "Bundle-ManifestVersion", "2",
                            "Bundle-SymbolicName", "org.apache.felix.configadmin",
                            "Provide-Capability",
                                    "osgi.implementation;osgi.implementation=\"osgi.cm\";version:Version=\"1.6\""))
                    .deploy(workspace.code("code"), "cm.jar");
            workspace.log().awaitAll("rejected", "cm.jar", "is an implementation of ConfigurationAdmin");
            offering("it.blinding", "org.osgi.framework.hooks.service.FindHook", "1.0")
                    .header("Export-Package", "!*")
                    .header("Private-Package", "it.blinding")
                    .build()
                    .deploy(workspace.code("code"), "blinding.jar");
            workspace.log().awaitAll("rejected", "blinding.jar", "registers org.osgi.framework.hooks.service.FindHook");
            assertOthersComeAndGo();
            assertEquals(0, runtime.terminate());
        }
    }
}
