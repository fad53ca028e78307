package io.funclet.host.deploy.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.deploy.component.DeclaredComponent.Need;
import io.funclet.host.framework.EmbeddedFelix;
import io.funclet.host.framework.scr.ScrLog;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Bundle;

/** What is read of a jar's descriptions, beside what SCR says of the same jar. */
class ComponentDescriptionsTest {

    @TempDir
    static Path storage;

    private static EmbeddedFelix felix;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws Exception {
        felix = EmbeddedFelix.start(storage, Map.of());
    }

    @AfterAll
    static void stop() {
        felix.close();
    }

    private static String component(String name, String inside) {
        return """
                <?xml version="1.0"?>
                <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="%s">
                  <implementation class="java.lang.Object"/>
                  %s
                </scr:component>
                """.formatted(name, inside);
    }

    private Path jar(String header, Map<String, String> entries) throws Exception {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Bundle-ManifestVersion", "2");
        attributes.putValue("Bundle-SymbolicName", "described");
        attributes.putValue("Service-Component", header);
        Path jar = directory.resolve("described.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    private static Stream<Arguments> headers() {
        String missing = ", which Service-Component names, is not in the jar";
        String unreadable = " cannot be read as a component description: line ";
        return Stream.of(
                Arguments.of("OSGI-INF/a.xml", "a", ""),
                Arguments.of("/OSGI-INF/a.xml", "a", ""),
                Arguments.of("OSGI-INF/a.xml,OSGI-INF/b.xml , r.xml", "a b r", ""),
                Arguments.of("OSGI-INF/*.xml", "a b", "OSGI-INF/broken.xml" + unreadable + "2: "),
                Arguments.of("OSGI-INF/a*,OSGI-INF/a.xml", "a", ""),
                Arguments.of("OSGI-INF/deeper/*.xml", "d", ""),
                Arguments.of("*.xml", "r", ""),
                Arguments.of(
                        "/r.xml", "", "/r.xml, as Service-Component has it, is found without its first slash only"),
                Arguments.of("OSGI-INF/c.xml,OSGI-INF/a.xml", "a", "OSGI-INF/c.xml" + missing),
                Arguments.of("OSGI-INF/broken.xml, OSGI-INF/b.xml", "b", "OSGI-INF/broken.xml" + unreadable + "2: "),
                Arguments.of("OSGI-INF/empty.xml", "", "OSGI-INF/empty.xml" + unreadable + "1: "),
                Arguments.of("none/*.xml", "", ""));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void names_areFoundAsScrFindsThem(String header, String names, String fault) throws Exception {
        Path jar = jar(
                header,
                Map.of(
                        "OSGI-INF/a.xml",
                        component("a", ""),
                        "OSGI-INF/b.xml",
                        component("b", ""),
                        "OSGI-INF/deeper/d.xml",
                        component("d", ""),
                        "r.xml",
                        component("r", ""),
                        "OSGI-INF/other.xml",
                        "<other/>",
                        "OSGI-INF/broken.xml",
                        "<?xml version=\"1.0\"?>\n<component name=\"broken\">",
                        "OSGI-INF/empty.xml".replace("xml", header.contains("*") ? "txt" : "xml"),
                        ""));
        Set<String> expected = Set.copyOf(names.isEmpty() ? List.of() : List.of(names.split(" ")));

        assertFound(expected, fault, ComponentDescriptions.of(jar));
        Bundle bundle = felix.context().installBundle("reference:" + jar.toUri());
        try {
            bundle.start();
            assertFound(expected, fault, ComponentDescriptions.of(bundle));
            assertEquals(
                    fault.isEmpty(), ScrLog.complaints(bundle).isEmpty(), "SCR's own: " + ScrLog.complaints(bundle));
        } finally {
            bundle.uninstall();
        }
    }

    private static void assertFound(Set<String> names, String fault, ComponentDescriptions found) {
        assertEquals(
                names,
                Set.copyOf(
                        found.components().stream().map(DeclaredComponent::name).toList()));
        assertEquals(names.size(), found.components().size(), "nothing is read twice");
        if (fault.isEmpty()) {
            assertEquals(List.of(), found.faults());
        } else {
            assertEquals(1, found.faults().size(), () -> "" + found.faults());
            assertTrue(found.faults().get(0).startsWith(fault), () -> "" + found.faults());
        }
    }

    @Test
    void componentOfALaterVersion_isAFault_asItIsForScr_andStillMeant() throws Exception {
        String later = component("a", "<property name=\"function.name\" value=\"one\"/>")
                .replace("v1.3.0", "v1.6.0");

        ComponentDescriptions found = ComponentDescriptions.of(jar("a.xml", Map.of("a.xml", later)));

        assertFound(
                Set.of(), "a.xml cannot be read as a component description: line 2: component a is written in", found);
        assertTrue(found.functions().contains("one"));
        assertTrue(
                found.faults().get(0).endsWith("up to http://www.osgi.org/xmlns/scr/v1.5.0"),
                () -> "" + found.faults());
    }

    @Test
    void componentThatScrWouldNotTake_isAFault_whereScrHasNotSaidSo() throws Exception {
        String twice = component("a", "<implementation class=\"java.lang.String\"/>");
        Path jar = jar("a.xml,b.xml", Map.of("a.xml", twice, "b.xml", component("b", "")));
        Bundle bundle = felix.context().installBundle("reference:" + jar.toUri());
        try {
            assertFound(Set.of("b"), "component a validation failed", ComponentDescriptions.valid(bundle));
        } finally {
            bundle.uninstall();
        }
    }

    @Test
    void component_isReadWithWhatItBringsAndNeeds() throws Exception {
        Path jar = jar("a.xml", Map.of("a.xml", component("", """
                <property name="function.name" type="String">one
                two
                </property>
                <property name="function.timeout" value="2s"/>
                <service><provide interface="io.funclet.api.FunctionHandler"/></service>
                <reference name="must" interface="java.lang.Runnable"/>
                <reference name="may" interface="java.util.List" cardinality="0..1"/>
                """).replace("name=\"\"", "enabled=\"false\"")));

        DeclaredComponent component = ComponentDescriptions.of(jar).components().get(0);

        assertEquals("java.lang.Object", component.name());
        assertEquals(Set.of("one", "two"), component.functions());
        assertEquals(Set.of(new Need("must", "java.lang.Runnable", "")), component.needs());
        assertEquals("2s", component.properties().get("function.timeout"));
        assertTrue(component.isFunction() && !component.enabled());
    }

    @Test
    void componentThatIsDescribedTwice_isSaid_andTheFirstCounts() throws Exception {
        Path jar = jar("a.xml,b.xml", Map.of("a.xml", component("a", ""), "b.xml", component("a", "")));

        ComponentDescriptions found = ComponentDescriptions.of(jar);

        assertEquals(1, found.components().size());
        assertEquals(
                List.of("component a is described twice, and only the first one counts: give each a name of its own"),
                found.faults());
    }

    @Test
    void brokenDocument_declaresNothing_butMeansWhatPrecedesTheFault() throws Exception {
        String document = component("a", "<property name=\"function.name\" value=\"one\"/><broken");

        ComponentDescriptions found = ComponentDescriptions.of(jar("a.xml", Map.of("a.xml", document)));

        assertEquals(List.of(), found.components());
        assertTrue(found.functions().contains("one") && !found.functions().contains("two"));
    }

    @Test
    void severalComponentsOfOneDocument_areAllRead_andThoseOfOtherNamespacesAreNot() throws Exception {
        String two = component("a", "").replace("<?xml version=\"1.0\"?>", "")
                + component("b", "").replace("<?xml version=\"1.0\"?>", "");
        String other = "<component xmlns=\"http://example.com\" name=\"c\"/>";

        ComponentDescriptions both =
                ComponentDescriptions.of(jar("a.xml,o.xml", Map.of("a.xml", "<all>" + two + "</all>", "o.xml", other)));

        assertEquals(
                List.of("a", "b"),
                both.components().stream().map(DeclaredComponent::name).toList());
        assertEquals(List.of("o.xml, which Service-Component names, declares no component"), both.faults());
    }

    @Test
    void entityOfAStranger_readsNoFile() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "secret");
        String document = "<!DOCTYPE component [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]>\n"
                + "<component name=\"e\"><property name=\"function.name\">&e;</property></component>";

        ComponentDescriptions found = ComponentDescriptions.of(jar("e.xml", Map.of("e.xml", document)));

        assertEquals(Set.of(), found.components().get(0).functions());
    }
}
