package io.funclet.host.cli;

import io.funclet.host.config.LaunchProfile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
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
        String home = LaunchProfile.CURRENT.home();
        Path folder = home == null ? null : Path.of(home, "wrap");
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("this installation has no folder wrap with bnd: take funclet wrap of a whole one");
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // It lives too short for the second compiler.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                folder.resolve("*").toString(),
                MAIN));
        command.addAll(arguments);
        for (Path jar : platform(Path.of(home, "lib"))) {
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

    /** What bundles import: bnd takes the ranges of versions from these. */
    private static List<Path> platform(Path lib) throws IOException {
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(lib, "{runtime-api,slf4j-api,org.osgi.}*.jar")) {
            files.forEach(jars::add);
        }
        jars.sort(null);
        return jars;
    }
}
