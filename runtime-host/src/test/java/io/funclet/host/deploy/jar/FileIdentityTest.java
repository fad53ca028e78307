package io.funclet.host.deploy.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class FileIdentityTest {

    private static final FileTime TIME = FileTime.fromMillis(1_000_000_000_000L);

    private Path directory;
    private Path file;

    @BeforeEach
    void write(@TempDir Path temporary) throws IOException {
        // Real: what stands above is not the test's, and may be a link.
        directory = temporary.toRealPath();
        file = write("a.jar", "one");
    }

    @Test
    void fileThatIsOnlyRead_isItself() throws IOException {
        FileIdentity before = identity();
        Files.readAllBytes(file);
        assertEquals(before, identity());
    }

    @Test
    void fileReplacedByAnEqualOne_isAnother() {
        assertChanges(() -> replace(write("b.jar", "two"), file));
    }

    @Test
    void fileOverwrittenByAnEqualOne_isAnother() {
        assertChanges(() -> write("a.jar", "two"));
    }

    @Test
    void targetOfALink_isTheFile() throws IOException {
        write("target", "two");
        link("a.jar", "target");
        assertChanges(() -> write("target", "six"));
    }

    @Test
    void linkThatIsSwappedThereAndBack_alsoAmongThoseThatItLeadsThrough_isAnother() throws IOException {
        Files.createDirectories(directory.resolve("data-1"));
        write("data-1/a.jar", "one");
        link("data", "data-1");
        link("a.jar", "data/a.jar");
        assertChanges(() -> {
            link("data", "nowhere");
            link("data", "data-1");
        });
    }

    @Test
    void upwardsBehindALink_isWhereTheFileSystemSaysItIs() throws IOException {
        Files.createDirectories(directory.resolve("deep/er"));
        write("deep/b.jar", "two");
        link("data", "deep/er");
        link("a.jar", "data/../b.jar");
        assertNotEquals(FileIdentity.NONE, identity());
        assertEquals(
                FileIdentity.of(directory.resolve("deep"), "b.jar").inode(),
                identity().inode());
    }

    @Test
    void whatIsNotThere_hasNoIdentity_norHasALoop() throws IOException {
        assertEquals(FileIdentity.NONE, FileIdentity.of(directory, "absent.jar"));
        link("loop.jar", "loop.jar");
        assertEquals(FileIdentity.NONE, FileIdentity.of(directory, "loop.jar"));
        link("dangling.jar", "absent.jar");
        assertEquals(FileIdentity.NONE, FileIdentity.of(directory, "dangling.jar"));
    }

    @Test
    void linksOnAPath_areThoseOfItsDirectories_andNoFileConcernsThem() throws IOException {
        assertNull(FileIdentity.linksOn(directory));
        Path real = Files.createDirectories(directory.resolve("real/code"));
        link("linked", "real");
        Path path = directory.resolve("linked/code");
        FileIdentity links = FileIdentity.linksOn(path);
        assertNotEquals(null, links);
        Files.writeString(real.resolve("new.jar"), "new");
        assertEquals(links, FileIdentity.linksOn(path));
        untilTheClockTicks(() -> {
            link("linked", directory.toString());
            link("linked", directory.resolve("real").toString());
            return FileIdentity.linksOn(path).equals(links);
        });
    }

    private FileIdentity identity() {
        return FileIdentity.of(directory, "a.jar");
    }

    private Path write(String name, String content) throws IOException {
        return Files.setLastModifiedTime(Files.writeString(directory.resolve(name), content), TIME);
    }

    private void link(String name, String target) throws IOException {
        replace(Files.createSymbolicLink(directory.resolve("next"), Path.of(target)), directory.resolve(name));
    }

    private static void replace(Path next, Path file) throws IOException {
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private void assertChanges(Executable change) {
        FileIdentity before = identity();
        assertNotEquals(FileIdentity.NONE, before);
        untilTheClockTicks(() -> {
            change.execute();
            return identity().equals(before);
        });
        assertEquals(before.size(), identity().size());
        assertEquals(before.modifiedNanos(), identity().modifiedNanos());
    }

    private interface Attempt {
        boolean leavesItTheSame() throws Throwable;
    }

    /** The file system's clock ticks some hundred times a second only, and it gives inode numbers anew. */
    private static void untilTheClockTicks(Attempt attempt) {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            while (attempt.leavesItTheSame()) {
                Thread.onSpinWait();
            }
        });
    }
}
