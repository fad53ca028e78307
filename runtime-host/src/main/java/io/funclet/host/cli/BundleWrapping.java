package io.funclet.host.cli;

import io.funclet.host.cli.dev.Distribution;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The process that wraps a jar: bnd, from a folder of the distribution that no other process has on its class path. */
final class BundleWrapping {

    private static final String MAIN = "io.funclet.wrap.Wrap";

    private BundleWrapping() {}

    /**
     * Waits for the process, and returns what it says.
     *
     * @param arguments pairs of a key and a value
     * @throws IOException if it writes no bundle, with the reason
     */
    static List<String> run(List<String> arguments) throws IOException, InterruptedException {
        Distribution distribution = Distribution.current();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // It lives too short for the second compiler.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                distribution.wrap().resolve("*").toString(),
                MAIN));
        command.addAll(arguments);
        for (Path jar : distribution.platform()) {
            command.addAll(List.of("platform", jar.toString()));
        }
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        List<String> said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        if (process.waitFor() != 0) {
            throw new IOException(said.isEmpty() ? "bnd has ended without a word" : String.join("; ", said));
        }
        return said;
    }
}
