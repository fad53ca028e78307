package io.funclet.host.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.config.policy.RefusalPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose a function is, where a manager names the directories. */
class TenantConfigTest {

    @TempDir
    Path root;

    private static FunctionConfig in(Path directory) {
        return new FunctionConfig("f", "f", directory, Map.of(), RequestedLimits.NONE, RefusalPolicy.FAIL);
    }

    @Test
    void tenant_ownsWhatIsInItsDirectory_howeverItIsWritten() throws Exception {
        Path code = Files.createDirectories(root.resolve("acme/heat"));
        Files.createDirectories(root.resolve("other"));
        Path link = Files.createSymbolicLink(root.resolve("link"), code);
        TenantConfig acme = new TenantConfig(
                "acme",
                root.resolve("other/../acme"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertTrue(acme.owns(in(code)));
        assertTrue(acme.owns(in(link)));
        assertTrue(acme.owns(in(root.resolve("other/../acme/heat"))));
        assertFalse(acme.owns(in(root.resolve("acme/../other"))));
    }
}
