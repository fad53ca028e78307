package io.funclet.host.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.launch.Framework;

/** What is gone without which no function is served: whatever way it was stopped, the process has to end. */
class LostPartTest {

    @Test
    void platformBundleOrFrameworkThatIsStopped_isNamed(@TempDir Path storage) throws Exception {
        try (EmbeddedFelix felix = EmbeddedFelix.start(storage, Map.of())) {
            assertNull(felix.lostPart());

            Bundle scr = Arrays.stream(felix.context().getBundles())
                    .filter(bundle -> bundle.getSymbolicName().equals("org.apache.felix.scr"))
                    .findFirst()
                    .orElseThrow();
            scr.stop();
            assertEquals("bundle org.apache.felix.scr of the runtime has been stopped", felix.lostPart());

            Framework framework = (Framework) felix.context().getBundle(0);
            framework.stop();
            framework.waitForStop(0);
            assertEquals("the OSGi framework has been stopped", felix.lostPart());
        }
    }
}
