package io.funclet.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code bin/funclet}, with Java installations that tell how they were started instead of starting a JVM. The script is
 * the distribution's, except that it looks for Java in a directory of the test instead of the machine's.
 */
abstract class Installation {

    @TempDir
    Path temp;

    final Map<String, String> environment = new HashMap<>();

    Path home;

    Path machine;

    @BeforeEach
    void installWhereThereAreSpaces() throws IOException {
        home = Files.createDirectories(temp.resolve("a home with  spaces"));
        machine = Files.createDirectories(temp.resolve("machine"));
        String script = Files.readString(Run.distribution().resolve("bin/funclet"));
        String isolated = script.replaceFirst("for candidate in .*; do", "for candidate in '" + machine + "'/*; do");
        assertNotEquals(script, isolated, "the script looks for Java in another way now");
        Path launcher = Files.createDirectory(home.resolve("bin")).resolve("funclet");
        Files.writeString(launcher, isolated);
        assertTrue(launcher.toFile().setExecutable(true));
        Path lib = Files.createDirectory(home.resolve("lib"));
        Files.createFile(lib.resolve("runtime-host-1.0.jar"));
        try (DirectoryStream<Path> options =
                Files.newDirectoryStream(Run.distribution().resolve("lib"), "*.options")) {
            for (Path file : options) {
                Files.copy(file, lib.resolve(file.getFileName()));
            }
        }
        environment.put("PATH", "/nonexistent");
    }

    Started start(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/funclet").toString()));
        command.addAll(List.of(arguments));
        return start(temp, command.toArray(String[]::new));
    }

    Started start(Path workingDirectory, String... command) throws IOException, InterruptedException {
        Run run = Run.of(workingDirectory, environment, command);
        assertEquals("", run.err());
        assertEquals(0, run.status());
        return new Started(run);
    }

    void assertFails(String explanation) throws IOException, InterruptedException {
        Run run = Run.of(temp, environment, home.resolve("bin/funclet").toString());
        assertEquals("funclet: " + explanation + "\n", run.err());
        assertEquals(1, run.status());
        assertEquals("", run.out());
    }

    /** Makes an installation of Java that only reports, NUL after each part, because arguments may hold anything else. */
    static Path java(Path directory, String version) throws IOException {
        Path java = Files.createDirectories(directory.resolve("bin")).resolve("java");
        Files.writeString(java, """
                #!/bin/sh
                printf '%s\\0' "java=$0" "pid=$$" "directory=$PWD" \\
                    "malloc=${MALLOC_TRIM_THRESHOLD_-} ${MALLOC_MMAP_THRESHOLD_-}"
                [ $# -eq 0 ] || printf '%s\\0' "$@"
                """);
        assertTrue(java.toFile().setExecutable(true));
        Files.writeString(
                directory.resolve("release"),
                "IMPLEMENTOR=\"A # vendor\"\nJAVA_RUNTIME_VERSION=\"" + version + "+1\"\nJAVA_VERSION=\"" + version
                        + "\"\nLIBC=\"gnu\"\n");
        return directory;
    }

    /** What the pretended JVM reported. */
    record Started(Run run) {

        private static final int HEAD = 4;

        String value(String key) {
            return parts().stream()
                    .limit(HEAD)
                    .filter(part -> part.startsWith(key + "="))
                    .findFirst()
                    .orElseThrow()
                    .substring(key.length() + 1);
        }

        long number(String key) {
            return Long.parseLong(value(key));
        }

        Path java() {
            return Path.of(value("java")).getParent().getParent();
        }

        Path jar() {
            return Path.of(parts().get(parts().indexOf("-cp") + 1));
        }

        /** All of them, with what stands in the files that are named by {@code @}. */
        List<String> options() {
            return parts().subList(HEAD, parts().indexOf("-cp")).stream()
                    .flatMap(option -> option.startsWith("@") ? lines(Path.of(option.substring(1))) : Stream.of(option))
                    .toList();
        }

        private static Stream<String> lines(Path options) {
            try {
                return Files.readAllLines(options).stream().filter(line -> !line.isEmpty() && !line.startsWith("#"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        List<String> arguments() {
            return parts().subList(parts().indexOf("-cp") + 3, parts().size());
        }

        private List<String> parts() {
            List<String> parts = new ArrayList<>(List.of(run.out().split("\0", -1)));
            parts.remove(parts.size() - 1);
            return parts;
        }
    }
}
