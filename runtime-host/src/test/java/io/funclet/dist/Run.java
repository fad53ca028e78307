package io.funclet.dist;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that has run.
 *
 * @param pid the process that was started
 * @param status the exit status
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record Run(long pid, int status, String out, String err) {

    private static final Path DISTRIBUTION = Path.of(System.getProperty("funclet.distribution", "target/funclet"));
    private static final Path CHECKOUT = Path.of(System.getProperty("funclet.checkout", ".."));

    static Path distribution() {
        return DISTRIBUTION.toAbsolutePath().normalize();
    }

    static Path checkout() {
        return CHECKOUT.toAbsolutePath().normalize();
    }

    /** Starts a program with nothing but the given environment. */
    static Process begin(Path workingDirectory, Map<String, String> environment, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(workingDirectory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Runs a program with nothing but the given environment, and with empty input. */
    static Run of(Path workingDirectory, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("run", ".out");
        Path err = Files.createTempFile("run", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(workingDirectory.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            assertTrue(process.waitFor(10, TimeUnit.SECONDS), "killed");
            return new Run(process.pid(), process.exitValue(), read(out), read(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    List<String> lines() {
        return out.lines().toList();
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
