package io.funclet.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The moments between two processes that start at once, played by one. */
class WorkDirectoryTest {

    @TempDir
    Path parent;

    private Path directory;

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = Files.createDirectory(parent.resolve("funclet-1-23"));
    }

    @Test
    void directoryWithoutALockFile_isJustBeingMade_andLeftAlone() throws IOException {
        WorkDirectory.sweep(parent);

        assertTrue(Files.exists(directory));
    }

    @Test
    void directoryThatIsLocked_isLeftAlone() throws IOException {
        try (FileChannel lock = lockFile()) {
            assertTrue(WorkDirectory.isTaken(directory, lock));

            WorkDirectory.sweep(parent);

            assertTrue(Files.exists(directory));
        }
    }

    @Test
    void directoryThatIsSweptBeforeItIsLocked_isNotUsed() throws IOException {
        try (FileChannel lock = lockFile()) {
            WorkDirectory.sweep(parent);
            assertFalse(Files.exists(directory));

            assertFalse(WorkDirectory.isTaken(directory, lock));

            assertFalse(lock.isOpen());
        }
    }

    @Test
    void directoryThatNobodyHolds_isDeletedWithAllThatIsInIt() throws IOException {
        lockFile().close();
        Files.createFile(Files.createDirectories(directory.resolve("bundles/1")).resolve("revision"));

        WorkDirectory.sweep(parent);

        try (var left = Files.list(parent)) {
            assertEquals(0, left.count());
        }
    }

    private FileChannel lockFile() throws IOException {
        return FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }
}
