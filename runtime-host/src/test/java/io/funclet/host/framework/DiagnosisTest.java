package io.funclet.host.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** Bundles without classes, in the embedded framework. */
class DiagnosisTest {

    @TempDir
    Path storage;

    @AutoClose
    private EmbeddedFelix felix;

    @BeforeEach
    void start() throws Exception {
        felix = EmbeddedFelix.start(storage, Map.of());
    }

    @Test
    void bundleThatBringsNothing_isHintedAt() throws Exception {
        List<String> hints = hints(started("empty", Map.of()));

        assertEquals(1, hints.size());
        assertTrue(hints.get(0).startsWith("brings nothing: "), hints.get(0));
    }

    @Test
    void bundleThatOnlyAnnouncesAService_isHintedAt() throws Exception {
        assertEquals(
                1,
                hints(started("promise", Map.of("Provide-Capability", "osgi.service")))
                        .size());
    }

    @Test
    void bundleThatExports_needsNoHint() throws Exception {
        assertEquals(List.of(), hints(started("library", Map.of("Export-Package", "library.api"))));
    }

    @Test
    void bundleThatProvidesACapability_needsNoHint() throws Exception {
        assertEquals(List.of(), hints(started("marker", Map.of("Provide-Capability", "example.marker"))));
    }

    private List<String> hints(Bundle bundle) {
        return new Diagnosis(felix.context()).hints(bundle);
    }

    private Bundle started(String symbolicName, Map<String, String> headers) throws Exception {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Bundle-ManifestVersion", "2");
        attributes.putValue("Bundle-SymbolicName", symbolicName);
        headers.forEach(attributes::putValue);
        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        new JarOutputStream(jar, manifest).close();
        Bundle bundle =
                felix.context().installBundle("test:" + symbolicName, new ByteArrayInputStream(jar.toByteArray()));
        bundle.start();
        return bundle;
    }
}
