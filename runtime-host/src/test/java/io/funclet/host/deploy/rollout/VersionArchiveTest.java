package io.funclet.host.deploy.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.funclet.host.deploy.jar.BundleIdentity;
import io.funclet.host.deploy.jar.StagedJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;

/** What an archive of versions leaves on the disk. */
class VersionArchiveTest {

    @TempDir
    private Path place;

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(place)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private static StagedJar jar(String symbolicName, long fingerprint, Path copy) {
        return new StagedJar(
                copy,
                "label",
                copy,
                FileTime.fromMillis(0),
                fingerprint,
                new BundleIdentity(symbolicName, Version.emptyVersion, null, false, ""),
                List.of(),
                null,
                false,
                null,
                List.of());
    }

    @Test
    void copyThatFails_leavesNoFile() throws Exception {
        // It opens, and cannot be read from its beginning.
        new VersionArchive(place).keep(jar("it.fn", 1, Path.of("/proc/self/mem")));

        assertEquals(List.of(), files());
    }

    @Test
    void listThatCannotBeWritten_leavesNoFile() throws Exception {
        Files.createDirectories(place.resolve("taken-back.properties/full"));

        new VersionArchive(place).takeBack("fn.jar", new TakenBack(1, 0, "was bad"));

        assertEquals(List.of(), files());
    }

    @Test
    void namesThatDifferInUnusualCharactersAlone_haveVersionsOfTheirOwn() throws Exception {
        Path content = Files.writeString(place.resolve("content"), "");
        VersionArchive archive = new VersionArchive(place.resolve("state"));
        archive.keep(jar("a+b", 1, content));
        archive.keep(jar("a b", 2, content));

        assertEquals(Optional.of(1L), archive.before("a+b", List.of()));
        assertEquals(Optional.of(2L), archive.before("a b", List.of()));
    }

    @Test
    void whatTwoProcessesTakeBack_isKnownToBoth() {
        VersionArchive old = new VersionArchive(place);
        VersionArchive successor = new VersionArchive(place);
        old.takeBack("one.jar", new TakenBack(1, 0, "was bad"));
        successor.takeBack("two.jar", new TakenBack(2, 0, "was bad"));

        assertEquals(1, successor.of("one.jar").fingerprint());
        assertEquals(2, old.of("two.jar").fingerprint());
        successor.accept("one.jar");
        assertNull(old.of("one.jar"));
        assertEquals(2, new VersionArchive(place).of("two.jar").fingerprint());
    }
}
