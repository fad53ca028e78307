package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** One {@code funclet serve} for all tests of a class, and the commands that operators have for it. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ServedDirectory {

    Path code;
    Operator operator;
    int port;

    private RuntimeProcess runtime;

    @BeforeAll
    void serve(@TempDir Path directory) throws Exception {
        code = Files.createDirectory(directory.resolve("code"));
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        operator = new Operator(directory, temporary);
        port = RuntimeProcess.freePort();
        runtime = RuntimeProcess.in(directory)
                .temporary(temporary)
                .environment("FUNCLET_START_TIMEOUT", "5s")
                .start("serve", "../" + directory.getFileName() + "/code", "--address", "127.0.0.1:" + port)
                .awaitPort(port);
    }

    @AfterAll
    void stop() throws Exception {
        try (RuntimeProcess process = runtime) {
            assertEquals(0, process.terminate());
        }
    }

    /** Waits for one line of the log that has all of these parts, and returns it. */
    String awaitLog(String... parts) throws Exception {
        Await.until(
                "a line with " + String.join(" ... ", parts),
                Await.LONG,
                () -> log().stream().anyMatch(line -> Stream.of(parts).allMatch(line::contains)),
                this::log);
        return log().stream()
                .filter(line -> Stream.of(parts).allMatch(line::contains))
                .findFirst()
                .orElseThrow();
    }

    List<String> log() {
        return runtime.err();
    }
}
