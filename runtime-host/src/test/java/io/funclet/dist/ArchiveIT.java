package io.funclet.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The class data archive: there after the build, in use, and passed over in silence where it does not fit. */
class ArchiveIT {

    private static final String JAVA = System.getProperty("java.home");

    /** Printed by the JVM for each class, with the place that it came from. */
    private static final String LOADED_FROM_ARCHIVE = "io.funclet.host.Main source: shared objects file";

    @TempDir
    Path temp;

    @Test
    void build_hasMadeTheArchiveOfItsJava_andItIsInUse() throws Exception {
        assumeTrue(
                Runtime.version().feature() > 17
                        || Run.distribution().toString().matches("[!-~]+"),
                "Java 17 takes no class of a jar whose path has a blank, or a letter beyond ASCII");
        Run version = version(Run.distribution(), "-Xlog:class+load:stdout");

        assertEquals("", version.err());
        assertTrue(version.out().contains(LOADED_FROM_ARCHIVE), "not from the archive");
    }

    @Test
    void archiveOfOtherJars_isPassedOverWithoutAWord() throws Exception {
        Path home = copyOfDistribution();
        Path api = Files.list(home.resolve("lib"))
                .filter(jar -> jar.getFileName().toString().startsWith("runtime-host-"))
                .findFirst()
                .orElseThrow();
        Files.setLastModifiedTime(api, FileTime.fromMillis(0));

        Run version = version(home, "-Dno=option");

        assertEquals("", version.err());
        assertEquals(1, version.out().lines().count(), version.out());
        assertEquals(0, version.status());
        assertFalse(version(home, "-Xlog:class+load:stdout").out().contains(LOADED_FROM_ARCHIVE));
    }

    /** By the Java that the launcher takes by itself. If a part fails, docs/explanation/surprises.md has to change. */
    @Test
    void cacheOfANewerJava_isLostByAnotherJar_andByAModuleOption_butNotByAnotherHeap() throws Exception {
        Path home = copyOfDistribution();
        assumeTrue(
                archives(home).stream().anyMatch(archive -> archive.toString().endsWith(".aot")), "no such Java");

        assertTrue(isUsed(home, "-Xmx100m"));
        assertFalse(isUsed(home, "--add-modules=java.sql"));
        try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
            Path library = jars.filter(jar -> jar.toString().contains("grpc-core"))
                    .findFirst()
                    .orElseThrow();
            Files.setLastModifiedTime(library, FileTime.fromMillis(0));
        }
        assertFalse(isUsed(home, "-Xmx100m"));
    }

    private boolean isUsed(Path home, String option) throws Exception {
        Map<String, String> environment =
                Map.of("PATH", "/usr/bin:/bin", "JAVA_OPTS", option + " -Xlog:class+load:stdout");
        return Run.of(temp, environment, home.resolve("bin/funclet").toString(), "--version")
                .out()
                .contains(LOADED_FROM_ARCHIVE);
    }

    /** Java 17's is of the JDK's classes too, and where it fits no jar there would be none at all. */
    @Test
    void archiveOfAnotherPlace_leavesRoomForTheJdksOwn() throws Exception {
        assumeTrue(Runtime.version().feature() == 17, "Java 17 alone has an archive of its own making instead");

        Run version = version(copyOfDistribution(), "-Xlog:class+load:stdout");

        assertEquals("", version.err());
        assertTrue(version.out().contains("java.lang.Object source: shared objects file"), "no archive at all");
    }

    @Test
    void brokenArchive_isPassedOverWithoutAWord() throws Exception {
        Path home = copyOfDistribution();
        for (Path archive : archives(home)) {
            Files.delete(archive);
            Files.writeString(archive, "no archive");
        }

        assertPassedOver(home);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 50, 99})
    void truncatedArchive_isPassedOverWithoutAWord(int percent) throws Exception {
        Path home = copyOfDistribution();
        for (Path archive : archives(home)) {
            byte[] whole = Files.readAllBytes(archive);
            Files.delete(archive);
            Files.write(archive, Arrays.copyOf(whole, (int) (whole.length * (long) percent / 100)));
        }

        assertPassedOver(home);
    }

    @Test
    void archiveOfAnotherJava_underTheNameOfThisOne_isPassedOverWithoutAWord() throws Exception {
        Path home = copyOfDistribution();
        List<Path> archives = archives(home);
        assumeTrue(archives.size() > 1, "the build has found one Java only");
        byte[] first = Files.readAllBytes(archives.get(0));
        for (int i = 0; i < archives.size(); i++) {
            byte[] others = i + 1 < archives.size() ? Files.readAllBytes(archives.get(i + 1)) : first;
            Files.delete(archives.get(i));
            Files.write(archives.get(i), others);
            // So that it is the JVM that rejects it, not the launcher.
            Path size = Path.of(archives.get(i).toString().replaceFirst("(aot|jsa)$", "size"));
            assertTrue(Files.exists(size), size::toString);
            Files.writeString(size, others.length + "\n");
        }

        assertPassedOver(home);
    }

    /** By each Java that has an archive: the one of this build, and the one that the launcher takes by itself. */
    private void assertPassedOver(Path home) throws Exception {
        for (Map<String, String> java : List.of(Map.of("FUNCLET_JAVA_HOME", JAVA), Map.<String, String>of())) {
            Map<String, String> environment = new HashMap<>(java);
            environment.put("PATH", "/usr/bin:/bin");
            Run version = Run.of(temp, environment, home.resolve("bin/funclet").toString(), "--version");

            assertEquals("", version.err());
            assertEquals(1, version.out().lines().count(), version.out());
            assertEquals(0, version.status());
        }
    }

    private static List<Path> archives(Path home) throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("archive"))) {
            return files.filter(file -> file.toString().matches(".*\\.(aot|jsa)"))
                    .toList();
        }
    }

    private Run version(Path home, String option) throws Exception {
        Map<String, String> environment =
                Map.of("PATH", "/usr/bin:/bin", "FUNCLET_JAVA_HOME", JAVA, "JAVA_OPTS", option);
        return Run.of(temp, environment, home.resolve("bin/funclet").toString(), "--version");
    }

    private Path copyOfDistribution() throws IOException {
        Path copy = temp.resolve("a copy");
        Path home = Run.distribution();
        Files.walkFileTree(home, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.createDirectories(copy.resolve(home.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, copy.resolve(home.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
        return copy;
    }
}
