package io.funclet.host.deploy.jar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Version;

/** The copy of a jar, and what a file must be to be copied: a complete zip within limits. */
class StagedJarTest extends StagedJars {

    @Test
    void soundJar_isCopiedAndRead() throws Exception {
        byte[] bytes = jar(HEAD + "Bundle-Version: 1.2.3.q\n");
        Path source = Files.write(directory.resolve("f.jar"), bytes);
        Files.setLastModifiedTime(source, FileTime.fromMillis(1_700_000_000_000L));

        StagedJar staged = StagedJar.stage(source, "f.jar", copy(), null);

        assertEquals("com.acme.f", staged.symbolicName());
        assertEquals(new Version(1, 2, 3, "q"), staged.version());
        assertNull(staged.fragmentHost());
        assertFalse(staged.identity().exclusive());
        assertEquals(FileTime.fromMillis(1_700_000_000_000L), staged.modified());
        assertArrayEquals(bytes, Files.readAllBytes(copy()));
        staged.discard();
        assertFalse(Files.exists(copy()));
    }

    @Test
    void furtherCopyOfOneThatIsGone_isMadeFromTheFile_unlessThatIsAnother() throws Exception {
        StagedJar staged = stage(jar(HEAD));
        staged.discard();

        StagedJar again = staged.again(directory.resolve("further.jar"));

        assertEquals(staged.fingerprint(), again.fingerprint());
        assertTrue(Files.exists(again.copy()));
        Files.write(staged.source(), jar(HEAD + "Bundle-Version: 1\n"));
        assertThrows(RejectedException.class, () -> staged.again(directory.resolve("other.jar")));
        assertFalse(Files.exists(directory.resolve("other.jar")));
    }

    @Test
    void fingerprint_isThatOfTheContent() throws Exception {
        long first = stage(jar(HEAD)).fingerprint();

        assertEquals(first, stage(jar(HEAD)).fingerprint());
        assertNotEquals(first, stage(jar(HEAD + "Bundle-Version: 1\n")).fingerprint());
    }

    @Test
    void fingerprint_isKnownWithoutACopy() throws Exception {
        Path source = Files.write(directory.resolve("f.jar"), jar(HEAD));

        assertEquals(
                StagedJar.stage(source, "f.jar", copy(), null).fingerprint(),
                JarCopy.fingerprintOf(source).orElseThrow());
        assertTrue(JarCopy.fingerprintOf(directory.resolve("absent.jar")).isEmpty());
    }

    @Test
    void copyForWhichThereIsNoRoom_isSpokenOfInTheSameWordsEachTime() throws Exception {
        Path source = Files.write(directory.resolve("f.jar"), jar(HEAD));
        Path noDirectory = Files.write(directory.resolve("file"), CONTENT);

        String first = rejection(source, noDirectory.resolve("0-1.jar"));

        assertEquals("cannot be copied to the temporary directory: Not a directory", first);
        assertEquals(first, rejection(source, noDirectory.resolve("0-2.jar")));
    }

    private static String rejection(Path source, Path copy) {
        RejectedException rejected =
                assertThrows(RejectedException.class, () -> StagedJar.stage(source, "f.jar", copy, null));
        assertEquals(RejectedException.Remedy.RESOURCES, rejected.remedy());
        return rejected.getMessage();
    }

    @Test
    void jarCutOffAnywhere_isRejected() throws Exception {
        byte[] whole = jar(HEAD + "Bundle-Version: 1.0.0\n");
        for (int length = 0; length < whole.length; length++) {
            RejectedException rejected = rejected(Arrays.copyOf(whole, length));
            assertEquals(RejectedException.Remedy.TIME, rejected.remedy(), "it may still be written");
        }
    }

    @Test
    void fileThatIsNoZip_isRejected() throws Exception {
        assertEquals(
                "is not a complete zip file: it does not begin like one",
                rejection("not a zip".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void fileThatIsGone_isRejected() {
        RejectedException rejected = assertThrows(
                RejectedException.class,
                () -> StagedJar.stage(directory.resolve("none.jar"), "none.jar", copy(), null));

        assertEquals("has gone while it was read", rejected.getMessage());
    }

    @Test
    void contentThatDoesNotMatchItsChecksum_isRejected() throws Exception {
        byte[] bytes = jar(HEAD, ZipEntry.STORED, "content.txt", CONTENT);
        int at = indexOf(bytes, CONTENT);
        bytes[at] ^= 1;

        assertTrue(rejection(bytes).contains("content.txt"), rejection(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/../../evil", "..", "a/..", "/etc/evil", "a\\..\\evil"})
    void entryThatPointsOutOfTheJar_isRejectedByName(String name) throws Exception {
        assertEquals(
                "holds an entry that points out of the jar: " + name,
                rejection(jar(HEAD, ZipEntry.DEFLATED, name, CONTENT)));
    }

    @Test
    void dotsWithinAName_areHarmless() throws Exception {
        stage(jar(HEAD, ZipEntry.DEFLATED, "a..b/..c/d..", CONTENT));
    }

    @Test
    void fileThatIsTooLarge_isRejectedBeforeItIsRead() throws Exception {
        Path source = directory.resolve("f.jar");
        try (RandomAccessFile sparse = new RandomAccessFile(source.toFile(), "rw")) {
            sparse.setLength(20L << 30);
        }

        assertEquals("is a file of 21474836480 bytes, more than 1073741824", rejectedWithoutACopy(source));
    }

    @Test
    void jarThatShowsByItsManifestOrTableThatItIsNone_isRejectedBeforeItIsCopied() throws Exception {
        Path source = directory.resolve("f.jar");

        assertEquals(
                "is not an OSGi bundle: its manifest has no Bundle-SymbolicName",
                rejectedWithoutACopy(Files.write(source, jar("Manifest-Version: 1.0\nBundle-ManifestVersion: 2\n"))));
        assertEquals(
                "holds an entry that points out of the jar: ../evil",
                rejectedWithoutACopy(Files.write(source, jar(HEAD, ZipEntry.DEFLATED, "../evil", CONTENT))));
    }

    /** To make a copy would fail otherwise. */
    private String rejectedWithoutACopy(Path source) {
        return assertThrows(
                        RejectedException.class,
                        () -> StagedJar.stage(source, "f.jar", directory.resolve("absent/copy.jar"), null))
                .getMessage();
    }

    @Test
    void jarThatUnpacksToTooMuch_isRejected_byWhatItClaims_andByWhatItIs() throws Exception {
        assertEquals("unpacks to more than 1073741824 bytes", rejection(zeros(1, 1 << 30)));
        assertEquals("unpacks to more than 1073741824 bytes", rejection(zeros(1025, 1)));
    }

    /** A jar with an entry of so many megabytes, which claims to have so many bytes. */
    private static byte[] zeros(int megabytes, int claimed) throws Exception {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        deflater.setInput(new byte[1 << 20]);
        byte[] packed = new byte[1 << 16];
        // Ends at a whole byte, so that it can be repeated.
        int length = deflater.deflate(packed, 0, packed.length, Deflater.SYNC_FLUSH);
        deflater.end();
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (int i = 0; i < megabytes; i++) {
            content.write(packed, 0, length);
        }
        byte[] jar = jar(HEAD, ZipEntry.STORED, "zeros", content.toByteArray());
        ByteBuffer bytes = ByteBuffer.wrap(jar).order(ByteOrder.LITTLE_ENDIAN);
        // The second entry of the central directory has 46 bytes and its name, and the end has 22.
        int entry = jar.length - 22 - "zeros".length() - 46;
        bytes.putShort(bytes.getInt(entry + 42) + 8, (short) ZipEntry.DEFLATED);
        bytes.putShort(entry + 10, (short) ZipEntry.DEFLATED);
        bytes.putInt(entry + 24, claimed);
        return jar;
    }
}
