package io.funclet.host.framework.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.framework.BareBundle;
import io.funclet.host.framework.EmbeddedFelix;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** Bundles without classes, in the embedded framework. */
class BundleHintsTest {

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
    void nameThatTwoFunctionsHave_isHintedAt() {
        assertEquals(
                List.of("components a and b have the same function.name one, and only one of them serves:"
                        + " give each a name of its own"),
                BundleHints.sharedNames(Map.of("a", List.of("one"), "b", List.of("one"), "c", List.of("two"))));
    }

    @Test
    void bundleThatExports_needsNoHint() throws Exception {
        assertEquals(List.of(), hints(started("library", Map.of("Export-Package", "library.api"))));
    }

    @Test
    void bundleThatProvidesACapability_needsNoHint() throws Exception {
        assertEquals(List.of(), hints(started("marker", Map.of("Provide-Capability", "example.marker"))));
    }

    /** Many build tools write no entries for folders. */
    @Test
    void bundleThatHasServiceProviders_needsNoHint() throws Exception {
        Bundle bundle = new BareBundle("provider", Map.of(), Map.of("META-INF/services/a.Service", new byte[0]))
                .installIn(felix);
        bundle.start();

        assertEquals(List.of(), hints(bundle));
    }

    private List<String> hints(Bundle bundle) {
        return BundleHints.of(felix.context(), bundle);
    }

    private Bundle started(String symbolicName, Map<String, String> headers) throws Exception {
        Bundle bundle = new BareBundle(symbolicName, headers, Map.of()).installIn(felix);
        bundle.start();
        return bundle;
    }
}
