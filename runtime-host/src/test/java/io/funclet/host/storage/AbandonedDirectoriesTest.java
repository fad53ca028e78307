package io.funclet.host.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies beside the directory of a process: left by others that are gone, in use, or nothing of a runtime's. */
class AbandonedDirectoriesTest {

    private static final int NOBODY = 65534;

    @TempDir
    Path parent;

    private WorkDirectory own;

    /** As another process has made it. */
    private Path directory;

    @BeforeEach
    void makeDirectories() throws IOException {
        own = WorkDirectory.create(parent);
        directory = Files.createDirectory(parent.resolve("funclet-1-23"));
    }

    @AfterEach
    void deleteOwn() throws IOException {
        own.close();
    }

    private boolean sweep(Duration limit) {
        return new AbandonedDirectories(own.path()).sweep(limit);
    }

    /** Sweeps. Returns whether the directory has stayed. */
    private boolean staysAfterASweep() {
        assertTrue(sweep(Duration.ofMinutes(1)));
        assertTrue(Files.exists(own.path()));
        return Files.exists(directory);
    }

    private FileChannel lockFile() throws IOException {
        return FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private static void makeOld(Path path) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    }

    @Test
    void directoryWithoutALockFile_isJustBeingMade_andLeftAlone_untilItIsOld() throws IOException {
        assertTrue(staysAfterASweep());

        makeOld(directory);

        assertFalse(staysAfterASweep());
    }

    @Test
    void directoryThatIsLocked_isLeftAlone() throws IOException {
        try (FileChannel lock = WorkDirectory.lock(directory)) {
            assertTrue(lock.isOpen());
            assertTrue(staysAfterASweep());
        }
    }

    /** Holds a lock until its input ends. Java tells a process of its own locks in another way than of those of others. */
    private static final class Holder {

        public static void main(String[] file) throws IOException {
            try (FileChannel channel = FileChannel.open(Path.of(file[0]), StandardOpenOption.WRITE)) {
                channel.lock();
                System.out.write('x');
                System.out.flush();
                System.in.read();
            }
        }
    }

    @Test
    void directoryThatAnotherProcessHasLocked_isLeftAlone() throws Exception {
        lockFile().close();
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        Path.of(Holder.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI())
                                .toString(),
                        Holder.class.getName(),
                        directory.resolve("lock").toString())
                .start();
        try {
            assertEquals('x', holder.getInputStream().read());

            assertTrue(staysAfterASweep());
        } finally {
            holder.getOutputStream().close();
        }
        assertEquals(0, holder.waitFor());
        assertFalse(staysAfterASweep());
    }

    @Test
    void directoryThatIsSweptBeforeItIsLocked_isNotUsed() throws IOException {
        makeOld(directory);
        assertFalse(staysAfterASweep());

        assertNull(WorkDirectory.lock(directory));
    }

    @Test
    void directoryThatNobodyHolds_isDeletedWithAllThatIsInIt_andWhatItsLinksLeadToStays() throws IOException {
        Path precious = Files.createDirectory(parent.resolve("precious"));
        Files.createFile(precious.resolve("file"));
        lockFile().close();
        Path deep = Files.createDirectories(directory.resolve("bundles/1"));
        Files.createFile(deep.resolve("revision"));
        Files.createSymbolicLink(deep.resolve("link"), precious);
        Files.createSymbolicLink(directory.resolve("link"), precious.resolve("file"));

        assertFalse(staysAfterASweep());

        assertTrue(Files.exists(precious.resolve("file")));
    }

    @Test
    void linkInThePlaceOfADirectory_isNotFollowed() throws IOException {
        lockFile().close();
        Path elsewhere = Files.move(directory, parent.resolve("elsewhere"));
        Files.createSymbolicLink(directory, elsewhere);

        assertTrue(staysAfterASweep());

        assertTrue(Files.exists(elsewhere.resolve("lock")));
    }

    @Test
    void pipeInThePlaceOfALockFile_isNotWaitedFor() throws Exception {
        makePipe(directory.resolve("lock"));

        assertTrue(staysAfterASweep());
    }

    @Test
    void linkInThePlaceOfALockFile_isNotFollowed() throws Exception {
        Path precious = Files.writeString(parent.resolve("precious"), "precious");
        Files.createSymbolicLink(directory.resolve("lock"), precious);

        assertTrue(staysAfterASweep());
        makeOld(directory);
        assertFalse(staysAfterASweep());

        assertEquals("precious", Files.readString(precious));
    }

    @Test
    void directoryOfAnotherUser_isLeftAlone() throws IOException {
        lockFile().close();
        makeOld(directory);
        assumeTrue(System.getProperty("user.name").equals("root"), "only root gives a directory to another user");
        Files.setAttribute(directory, "unix:uid", NOBODY);

        assertTrue(staysAfterASweep());
    }

    @Test
    void directoryThatOthersMayWriteTo_isLeftAlone() throws IOException {
        lockFile().close();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertTrue(staysAfterASweep());
    }

    @Test
    void whereOthersMayExchangeEverything_nothingIsDeleted() throws IOException {
        lockFile().close();
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertTrue(staysAfterASweep());
    }

    @Test
    void whatIsNotDoneInTime_isDoneLater_andIsLockedMeanwhile() throws IOException {
        lockFile().close();

        assertFalse(sweep(Duration.ZERO));
        assertTrue(Files.exists(directory.resolve("lock")));

        assertFalse(staysAfterASweep());
    }

    private static void makePipe(Path path) throws Exception {
        assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).start().waitFor());
    }
}
