package io.funclet.host.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The directory of a process that was cleaned away, and what may be in its place by then. */
class WorkDirectoryTest {

    private static final int NOBODY = 65534;

    @TempDir
    Path parent;

    private WorkDirectory own;
    private Path path;

    @BeforeEach
    void cleanAway() throws IOException {
        own = WorkDirectory.create(parent);
        path = own.path();
        Files.delete(path.resolve("lock"));
        Files.delete(path);
    }

    @AfterEach
    void close() throws IOException {
        own.close();
    }

    private static String modeOf(Path directory) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory));
    }

    @Test
    void isMadeAnew_withItsLock_andDeletedAtTheEnd() throws IOException {
        own.mend();

        assertEquals("rwx------", modeOf(path));
        assertTrue(Files.exists(path.resolve("lock")));
        own.close();
        own.mend();
        assertFalse(Files.exists(path));
    }

    @Test
    void directoryThatThisUserHasMadeMeanwhile_isUsed_andClosedToOthers() throws IOException {
        Files.setPosixFilePermissions(Files.createDirectory(path), PosixFilePermissions.fromString("rwxrwxrwx"));

        own.mend();

        assertEquals("rwx------", modeOf(path));
        assertTrue(Files.exists(path.resolve("lock")));
    }

    @Test
    void linkInItsPlace_isNotFollowed_norRemoved() throws IOException {
        Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
        Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createSymbolicLink(path, elsewhere);

        own.mend();
        own.close();

        assertEquals("rwxr-xr-x", modeOf(elsewhere));
        assertTrue(Files.exists(path, LinkOption.NOFOLLOW_LINKS));
        try (Stream<Path> files = Files.list(elsewhere)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void directoryOfAnotherUserInItsPlace_isNotUsed_norRemoved() throws IOException {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root gives a directory to another user");
        Files.setAttribute(Files.createDirectory(path), "unix:uid", NOBODY);

        own.mend();
        own.close();

        assertFalse(Files.exists(path.resolve("lock")));
        assertTrue(Files.exists(path));
    }
}
