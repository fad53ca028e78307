package io.funclet.host.it.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.deploy.check.CheckedConfiguration;
import io.funclet.host.deploy.check.OfflineCheck;
import io.funclet.host.deploy.status.Explanation;
import io.funclet.host.it.jar.BadClass;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.RepackedJar;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.Operator.Said;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Components that DS makes nothing of, and says nothing about, or no more than the name of an exception. */
@Embedded
class BadClassIT {

    private static final List<String> OTHERS =
            List.of("immediate", "activator", "newer", "foreign", "wrong", "unimported");

    @RegisterExtension
    static final RuntimeExtension site =
            RuntimeExtension.ofHandlers(handlers()).environment("FUNCLET_START_TIMEOUT", "5s");

    private static Map<String, String> handlers() {
        Map<String, String> handlers = new LinkedHashMap<>();
        for (BadClass kind : BadClass.values()) {
            handlers.put(kind.name(), kind.name());
        }
        OTHERS.forEach(name -> handlers.put(name, name));
        return handlers;
    }

    @Test
    void badClass_isRejected_forItsReason_inOneLine() throws Exception {
        for (BadClass kind : BadClass.values()) {
            kind.of(kind.name()).deploy(site.code(kind.name()), kind + ".jar");
        }
        List<String> unsaid = new ArrayList<>();
        for (BadClass kind : BadClass.values()) {
            String line = site.log().await("rejected " + kind.name() + "/" + kind + ".jar");
            if (!new Said(0, line, "").names(kind.words())) {
                unsaid.add(kind + ": " + line);
            }
        }
        assertEquals(List.of(), unsaid);
        assertEquals(
                List.of(),
                site.log().lines().stream()
                        .filter(line -> line.contains("Could not load"))
                        .toList(),
                "lines of SCR");
        assertEquals(
                List.of("<init>", "<clinit>", "start"),
                site.log().lines().stream()
                        .filter(line -> line.startsWith("        at it."))
                        .map(line -> line.replaceAll(".*\\.(.*)\\(.*", "$1"))
                        .sorted(Comparator.comparing(List.of("<init>", "<clinit>", "start")::indexOf))
                        .toList(),
                "lines of stacks");
        for (BadClass kind : List.of(BadClass.API_THAT_IS_NOT_IMPORTED, BadClass.CONSTRUCTOR_THAT_THROWS)) {
            site.operator().explain(kind + ".jar", kind.words());
        }
    }

    @Test
    void badClass_isSaidBeforeItsDeployment_asFarAsNothingHasToRunForIt() throws Exception {
        List<String> unsaid = new ArrayList<>();
        for (BadClass kind : BadClass.values()) {
            if (kind.isSeenBeforeAStart()) {
                Said said = site.operator()
                        .run(
                                "check",
                                kind.of("checked")
                                        .deploy(site.temporary(), "checked.jar")
                                        .toString());
                if (said.status() != 1 || !said.names("would be rejected") || !said.names(kind.words())) {
                    unsaid.add(kind + ": " + said);
                }
            }
        }
        assertEquals(List.of(), unsaid);
        Path jar = BadClass.INITIALIZER_THAT_THROWS.of("checked").deploy(site.temporary(), "checked.jar");
        Said said = site.operator().run("check", jar.toString());
        Files.delete(jar);
        assertEquals(0, said.status(), said::toString);
    }

    /** It provides no service that others could ask for. */
    @Test
    void componentThatIsActivatedByItself_isRejected_ifItsClassIsLeftOut() throws Exception {
        FunctionJar whole = FunctionJar.bundle("it.immediate")
                .function("immediate", "return event;")
                .source(new FunctionSource("it.immediate.Poller", """
                        package it.immediate;

                        @org.osgi.service.component.annotations.Component(immediate = true)
                        public class Poller {}
                        """))
                .build();
        byte[] bytes = RepackedJar.with(whole, entry -> !entry.endsWith("/Poller.class"), ZipEntry.DEFLATED, Map.of());
        new FunctionJar(bytes).deploy(site.code("immediate"), "immediate.jar");

        String line = site.log().await("immediate/immediate.jar");

        assertTrue(line.contains("rejected"), line);
        assertTrue(line.endsWith("component it.immediate.Poller: its class is not in the bundle"), line);
        assertEquals(
                List.of(line),
                site.log().lines().stream()
                        .filter(each -> each.contains("it.immediate") || each.contains("felix.scr"))
                        .toList());
    }

    @Test
    void activatorThatIsLeftOut_orOfANewerJava_isSaidToBe() throws Exception {
        FunctionJar whole = activated("it.activator", "activator");
        byte[] without =
                RepackedJar.with(whole, entry -> !entry.endsWith("/Activator.class"), ZipEntry.DEFLATED, Map.of());
        new FunctionJar(without).deploy(site.code("activator"), "activator.jar");
        String line = site.log().await("rejected activator/activator.jar");
        assertTrue(line.endsWith("does not start: needs it.activator.Activator, which is not in the bundle"), line);

        byte[] newer = RepackedJar.with(
                activated("it.newer", "newer"),
                entry -> !entry.endsWith("/Activator.class"),
                ZipEntry.DEFLATED,
                Map.of("it/newer/Activator.class", BadClass.ofJava(99, activator("it.newer"))));
        new FunctionJar(newer).deploy(site.code("newer"), "newer.jar");
        line = site.log().await("rejected newer/newer.jar");
        assertTrue(line.contains("does not start: its activator is compiled for Java 99, and this process"), line);
    }

    @Test
    void activatorThatIsNone_isSaidToBe_alsoBeforeItsDeployment(@TempDir Path checks) throws Exception {
        FunctionJar whole = FunctionJar.echo("it.wrong", "wrong").build();
        Path jar = RepackedJar.withHeaders(
                        whole, headers -> headers.putValue("Bundle-Activator", "it.wrong.Function_wrong"))
                .deploy(site.code("wrong"), "wrong.jar");
        String reason = "its activator it.wrong.Function_wrong does not implement org.osgi.framework.BundleActivator";
        String line = site.log().await("rejected wrong/wrong.jar");
        assertTrue(line.endsWith("does not start: " + reason), line);
        assertEquals(0, site.log().count("what code of it.wrong "), "the stack is the framework's own");
        assertRejection(jar, "would not start: " + reason, Files.createDirectory(checks.resolve("wrong")));

        jar = FunctionJar.bundle("it.unimported")
                .activator(activator("it.unimported"))
                .function("unimported", "return event;")
                .header("Import-Package", "!org.osgi.framework,*")
                .build()
                .deploy(site.code("unimported"), "unimported.jar");
        reason =
                "needs org.osgi.framework.BundleActivator, which is not in the bundle, which does not import its package"
                        + " from the runtime: its manifest needs Import-Package: org.osgi.framework, which bnd writes by itself";
        line = site.log().await("rejected unimported/unimported.jar");
        assertTrue(line.endsWith("does not start: " + reason), line);
        assertRejection(jar, "would not start: " + reason, Files.createDirectory(checks.resolve("unimported")));
    }

    private static void assertRejection(Path jar, String reason, Path work) throws Exception {
        Explanation said = OfflineCheck.run(jar, Optional.empty(), CheckedConfiguration.NONE, work);
        assertTrue(said.text().endsWith("would be rejected"), said::text);
        assertTrue(
                said.because().stream().anyMatch(each -> each.text().equals(reason)),
                () -> said.because().toString());
    }

    private static FunctionJar activated(String bundle, String function) {
        return FunctionJar.bundle(bundle)
                .activator(activator(bundle))
                .function(function, "return event;")
                .build();
    }

    private static FunctionSource activator(String bundle) {
        return new FunctionSource(bundle + ".Activator", """
                package %s;

                import org.osgi.framework.*;

                public class Activator implements BundleActivator {
                    public void start(BundleContext context) {}

                    public void stop(BundleContext context) {}
                }
                """.formatted(bundle));
    }

    @Test
    void apiThatAnotherBundleBrings_isSaidToComeFromThere() throws Exception {
        FunctionJar.bundle("it.library")
                .version("3.0.0")
                .header("Export-Package", "io.funclet.api;version=9.0.0")
                .build()
                .deploy(site.code("foreign"), "library.jar");
        site.log().await("deployed foreign/library.jar");
        site.deploy(
                FunctionJar.bundle("it.foreign")
                        .function("foreign", "return event;")
                        .header("Import-Package", "io.funclet.api;version=\"[9,10)\",*"),
                "foreign",
                "foreign.jar");

        String line = site.log().await("rejected foreign/foreign.jar");

        assertTrue(line.contains("has the package io.funclet.api from it.library 3.0.0"), line);
    }
}
