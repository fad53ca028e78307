package io.funclet.host.it.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An open jar takes a descriptor, and 40 KB outside the heap. So their number does not grow with that of bundles. */
class OpenJarsIT {

    private static final int OTHERS = 70;

    private static final int MOST_OPEN = 64;

    /** Uses a class that no call has used before. */
    private static final String BODY = """
            return Payload.of(new Object() {
                @Override public String toString() { return "read"; }
            }.toString());
            """;

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of("reader");

    @Test
    void jarOfABundleIsClosedWhenManyOthersAreThere_andOpenedWhenItIsRead() throws Exception {
        FunctionJar.of("it.reader", "reader", BODY).deploy(site.code("reader"), "reader.jar");
        site.awaitServing("reader");
        long before = openJars();
        for (int number = 0; number < OTHERS; number++) {
            FunctionJar.withManifest(Map.of("Bundle-ManifestVersion", "2", "Bundle-SymbolicName", "it.other" + number))
                    .deploy(site.code("reader"), "other" + number + ".jar");
        }
        for (int number = 0; number < OTHERS; number++) {
            site.log().await("deployed reader/other" + number + ".jar");
        }

        long open = openJars() - before;
        assertTrue(open <= MOST_OPEN, () -> open + " more jars are open");
        assertEquals("read", site.callers().call("reader", ""));
    }

    private static long openJars() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + site.runtime().pid() + "/fd"))) {
            return open.filter(OpenJarsIT::isJar).count();
        }
    }

    private static boolean isJar(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().endsWith(".jar");
        } catch (NoSuchFileException closed) {
            return false;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
