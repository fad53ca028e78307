package io.funclet.benchmarks.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The harness's own tests, so that nobody has to remember them. Skipped where there is no Python. */
class HarnessTest {

    private static final Path PYTHON = Path.of("/usr/bin/python3");

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void theHarnessPassesItsOwnTests() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(PYTHON), "no " + PYTHON);
        Process tests = new ProcessBuilder(PYTHON.toString(), "-B", "-m", "unittest", "discover", "-s", "tests")
                .redirectErrorStream(true)
                .start();
        try {
            String said = new String(tests.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, tests.waitFor(), said);
        } finally {
            tests.destroyForcibly();
        }
    }
}
