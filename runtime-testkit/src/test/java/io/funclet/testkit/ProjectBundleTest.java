package io.funclet.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.testkit.functions.ContextFunction;
import io.funclet.testkit.functions.KeptFunction;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectBundleTest {

    private static final String FUNCTIONS = "io/funclet/testkit/functions/";

    @TempDir
    private Path classes;

    @Test
    void classesWithoutManifest_sayWhatToRun() {
        Exception missing = assertThrows(Exception.class, () -> ProjectBundle.of(classes));
        assertTrue(missing.getMessage().contains("has no META-INF/MANIFEST.MF"), missing::getMessage);
        assertTrue(missing.getMessage().contains("mvn process-classes"), missing::getMessage);
    }

    @Test
    void componentThatBndHasNotSeen_saysWhatToRun() throws Exception {
        TestBundle.classes(classes, "test.context", "1.0.0", ContextFunction.class);
        assertEquals("test.context.jar", ProjectBundle.of(classes).fileName());
        try (InputStream in = getClass().getResourceAsStream("/" + FUNCTIONS + "KeptFunction.class")) {
            Files.copy(in, classes.resolve(FUNCTIONS + "KeptFunction.class"));
        }
        Exception stale = assertThrows(Exception.class, () -> ProjectBundle.of(classes));
        assertTrue(stale.getMessage().contains(KeptFunction.class.getSimpleName()), stale::getMessage);
        assertTrue(stale.getMessage().contains("mvn process-classes"), stale::getMessage);
    }

    @Test
    void classThatIsNewerThanTheManifest_isAHint() throws Exception {
        TestBundle.classes(classes, "test.context", "1.0.0", ContextFunction.class);
        Path manifest = classes.resolve("META-INF/MANIFEST.MF");
        Path type = classes.resolve(FUNCTIONS + "ContextFunction.class");
        Instant now = Instant.now();
        Files.setLastModifiedTime(type, FileTime.from(now));
        Files.setLastModifiedTime(manifest, FileTime.from(now));
        assertEquals("", ProjectBundle.of(classes).hint());
        Files.setLastModifiedTime(type, FileTime.from(now.plusSeconds(1)));
        assertTrue(ProjectBundle.of(classes).hint().contains("ContextFunction.class is newer than the manifest"));
    }
}
