package io.funclet.deploy.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code .ci/set-version}, by which a release gets its version. */
class ReleaseVersionTest {

    private static final Path CHECKOUT = Path.of("../..");

    @TempDir
    private Path copy;

    @Test
    void release_givesItsVersionToPomsChartAndBase() throws Exception {
        Path pom = copied("deploy/kubernetes/pom.xml");
        Path chart = copied("deploy/kubernetes/chart/Chart.yaml");
        Path deployment = copied("deploy/kubernetes/base/deployment.yaml");

        Process process = new ProcessBuilder(
                        CHECKOUT.resolve(".ci/set-version").toRealPath().toString(), "9.8.7")
                .directory(copy.toFile())
                .inheritIO()
                .start();

        assertEquals(0, process.waitFor());
        JsonObject versions = Chart.document(chart);
        assertEquals("9.8.7", versions.get("version").getAsString());
        assertEquals("9.8.7", versions.get("appVersion").getAsString());
        assertTrue(Files.readString(deployment).contains("image: funclet:9.8.7\n"));
        assertTrue(Files.readString(pom).contains("<version>9.8.7</version>"));
    }

    private Path copied(String path) throws IOException {
        Path file = copy.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.copy(CHECKOUT.resolve(path), file);
    }
}
