package io.funclet.host.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/** What the framework allows to the runtime itself, it does. */
class GuardedFelixTest {

    @Test
    void wiringAndStartLevel_doForTheRuntimeWhatFelixDoes(@TempDir Path storage) throws Exception {
        try (EmbeddedFelix felix = EmbeddedFelix.start(storage, Map.of())) {
            Bundle system = felix.context().getBundle();
            FrameworkWiring wiring = system.adapt(FrameworkWiring.class);
            Bundle library =
                    new BareBundle("library", Map.of("Export-Package", "library.api"), Map.of()).installIn(felix);
            Bundle user = new BareBundle("user", Map.of("Import-Package", "library.api"), Map.of()).installIn(felix);

            assertEquals(system, wiring.getBundle());
            assertEquals(
                    1,
                    wiring.findProviders(user.adapt(BundleRevision.class)
                                    .getDeclaredRequirements("osgi.wiring.package")
                                    .get(0))
                            .size());
            assertTrue(wiring.resolveBundles(List.of(user)));
            assertEquals(2, wiring.getDependencyClosure(List.of(library)).size());
            library.uninstall();
            assertEquals(List.of(library), List.copyOf(wiring.getRemovalPendingBundles()));

            FrameworkStartLevel level = system.adapt(FrameworkStartLevel.class);
            assertEquals(system, level.getBundle());
            assertEquals(1, level.getStartLevel());
            assertEquals(1, level.getInitialBundleStartLevel());
        }
    }
}
