package io.funclet.host.cli.registry;

import static io.funclet.host.cli.registry.Commands.jar;
import static io.funclet.host.cli.registry.Commands.succeed;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Pulls of one jar from a registry whose responses a test changes. */
abstract class FaultyRegistryPulls {

    @TempDir
    Path temp;

    FaultyRegistry registry;
    Path code;
    Path jar;
    String blob;
    byte[] bytes;

    @BeforeEach
    void serve() throws Exception {
        registry = new FaultyRegistry();
        code = Files.createDirectory(temp.resolve("code"));
        jar = jar(temp.resolve("1"), "one.jar", "one");
        succeed("push", "oci:" + temp.resolve("layout"), jar);
        registry.serve(temp.resolve("layout"), "1");
        bytes = Files.readAllBytes(jar);
        blob = "/v2/r/blobs/sha256:"
                + BadLayout.blob(temp.resolve("layout"), jar).getFileName();
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    String reference() {
        return "oci://" + registry.host() + "/r:1";
    }
}
