package io.funclet.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The class data archive: there after the build, in use, and passed over in silence where it does not fit. */
class ArchiveIT {

    private static final String JAVA = System.getProperty("java.home");

    /** Printed by the JVM for each class, with the place that it came from. */
    private static final String LOADED_FROM_ARCHIVE = "io.funclet.host.Main source: shared objects file";

    @TempDir
    Path temp;

    @Test
    void build_hasMadeTheArchiveOfItsJava_andItIsInUse() throws Exception {
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

    @Test
    void brokenArchive_isPassedOverWithoutAWord() throws Exception {
        Path home = copyOfDistribution();
        try (var archives = Files.list(home.resolve("archive"))) {
            for (Path archive : (Iterable<Path>) archives::iterator) {
                Files.delete(archive);
                Files.writeString(archive, "no archive");
            }
        }

        Run version = version(home, "-Dno=option");

        assertEquals("", version.err());
        assertEquals(1, version.out().lines().count(), version.out());
        assertEquals(0, version.status());
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
