package io.funclet.host.deploy.jar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Version;

class StagedJarTest {

    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final String HEAD = "Manifest-Version: 1.0\nBundle-SymbolicName: com.acme.f;singleton:=true\n";
    private static final byte[] CONTENT = "some content that is found again".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path directory;

    @Test
    void soundJar_isCopiedAndRead() throws Exception {
        byte[] bytes = jar(HEAD + "Bundle-Version: 1.2.3.q\n");
        Path source = Files.write(directory.resolve("f.jar"), bytes);
        Files.setLastModifiedTime(source, FileTime.fromMillis(1_700_000_000_000L));

        StagedJar staged = StagedJar.stage(source, "f.jar", copy());

        assertEquals("com.acme.f", staged.symbolicName());
        assertEquals(new Version(1, 2, 3, "q"), staged.version());
        assertNull(staged.fragmentHost());
        assertFalse(staged.exclusive());
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
                StagedJar.stage(source, "f.jar", copy()).fingerprint(),
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
                assertThrows(RejectedException.class, () -> StagedJar.stage(source, "f.jar", copy));
        assertEquals(RejectedException.Remedy.RESOURCES, rejected.remedy());
        return rejected.getMessage();
    }

    @Test
    void jarWithoutAVersion_hasTheEmptyOne() throws Exception {
        assertEquals(Version.emptyVersion, stage(jar(HEAD)).version());
    }

    @Test
    void fragment_isKnownAsSuch() throws Exception {
        assertEquals(
                "com.acme",
                stage(jar(HEAD + "Fragment-Host: com.acme;bundle-version=1\n")).fragmentHost());
    }

    @Test
    void exclusiveBundle_isKnownAsSuch() throws Exception {
        assertTrue(
                stage(jar(HEAD + "Provide-Capability: io.funclet.exclusive\n")).exclusive());
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
        assertTrue(
                rejection("not a zip".getBytes(StandardCharsets.US_ASCII)).startsWith("is not a complete zip file: "));
    }

    @Test
    void fileThatIsGone_isRejected() {
        RejectedException rejected = assertThrows(
                RejectedException.class, () -> StagedJar.stage(directory.resolve("none.jar"), "none.jar", copy()));

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
    void jarThatIsNoBundle_isRejectedAsSuch() throws Exception {
        assertEquals("is not an OSGi bundle: it has no manifest", rejection(jar(null)));
        assertEquals(
                "is not an OSGi bundle: its manifest has no Bundle-SymbolicName",
                rejection(jar("Manifest-Version: 1.0\n")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "a..b", ".a", "a.", "a b", "a,b", "\u00e4", "\u001b[2J", ";singleton:=true", "a/b"})
    void symbolicNameThatIsNone_isRejected(String name) throws Exception {
        String rejection = rejection(jar("Manifest-Version: 1.0\nBundle-SymbolicName: " + name + "\n"));

        assertTrue(rejection.startsWith("has a Bundle-SymbolicName that is not a name: \""), rejection);
    }

    @Test
    void symbolicNameThatIsTooLong_isRejected() throws Exception {
        String name = ".abcdefg".repeat(32).substring(1);
        stage(jar(named(name)));

        assertEquals("has a Bundle-SymbolicName of 256 characters, more than 255", rejection(jar(named(name + "h"))));
    }

    /** In lines of 72 bytes, as manifests have them. */
    private static String named(String name) {
        return "Manifest-Version: 1.0\nBundle-SymbolicName: " + name.replaceAll("(.{40})", "$1\n ") + "\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bundle-SymbolicName: other", "bundle-symbolicname: other", "Bundle-SymbolicName: "})
    void nameThatIsSaidTwice_isRejected(String further) throws Exception {
        assertEquals(
                "has the header " + further.split(":")[0] + " twice in its manifest",
                rejection(jar(HEAD + further + "\n")));
    }

    @Test
    void headersOfEntries_areNotTheBundles() throws Exception {
        stage(jar(HEAD + "\nName: content.txt\nBundle-SymbolicName: other\n"));
    }

    @Test
    void fragmentOfNoName_isRejected() throws Exception {
        assertTrue(rejection(jar(HEAD + "Fragment-Host: \n")).startsWith("has a Fragment-Host that is not a name"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"system.bundle", "org.apache.felix.framework"})
    void nameOfTheFramework_isRejected(String name) throws Exception {
        assertEquals(
                "has the Bundle-SymbolicName of the framework: " + name,
                rejection(jar("Manifest-Version: 1.0\nBundle-SymbolicName: " + name + ";singleton:=true\n")));
    }

    @Test
    void manifestThatIsReadByOtherRules_isRejected_orRemarkedOn() throws Exception {
        assertEquals(
                "has no Bundle-ManifestVersion: 2, and is read by the rules of OSGi R3; has no Bundle-Version, and"
                        + " counts as 0.0.0",
                stage(jar(HEAD)).identity().remark());
        assertEquals(
                "",
                stage(jar(HEAD + "Bundle-ManifestVersion: 2\nBundle-Version: 0.0.0\n"))
                        .identity()
                        .remark());
        assertEquals(
                "has a Bundle-ManifestVersion that is not 2: \"3\"",
                rejection(jar(HEAD + "Bundle-ManifestVersion: 3\n")));
    }

    @Test
    void versionThatIsNone_isRejectedAndQuoted() throws Exception {
        assertEquals(
                "has a Bundle-Version that is not a version: \"1.x\"", rejection(jar(HEAD + "Bundle-Version: 1.x\n")));
    }

    @Test
    void brokenManifest_isRejected() throws Exception {
        assertTrue(rejection(jar("no header at all\n")).startsWith("has a broken manifest: "));
    }

    @Test
    void hugeManifest_isRejected() throws Exception {
        assertEquals("has a manifest of more than 1048576 bytes", rejection(jar(HEAD + hugeHeaders())));
    }

    @Test
    void hugeManifestThatSaysToBeSmall_isRejected() throws Exception {
        byte[] bytes = jar(HEAD + hugeHeaders());
        int directoryEntry = indexOf(bytes, new byte[] {'P', 'K', 1, 2});
        // The size before compression, in the central directory.
        Arrays.fill(bytes, directoryEntry + 24, directoryEntry + 28, (byte) 0);
        bytes[directoryEntry + 24] = 100;

        assertEquals("has a manifest of more than 1048576 bytes", rejection(bytes));
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
                rejectedWithoutACopy(Files.write(source, jar("Manifest-Version: 1.0\n"))));
        assertEquals(
                "holds an entry that points out of the jar: ../evil",
                rejectedWithoutACopy(Files.write(source, jar(HEAD, ZipEntry.DEFLATED, "../evil", CONTENT))));
    }

    /** To make a copy would fail otherwise. */
    private String rejectedWithoutACopy(Path source) {
        return assertThrows(
                        RejectedException.class,
                        () -> StagedJar.stage(source, "f.jar", directory.resolve("absent/copy.jar")))
                .getMessage();
    }

    @Test
    void manifestThatIsNotWrittenYet_isWaitedFor() throws Exception {
        byte[] bytes = jar(HEAD);
        int at = indexOf(bytes, MANIFEST.getBytes(StandardCharsets.US_ASCII)) + MANIFEST.length();
        bytes[at + 4] ^= 1;

        assertEquals(RejectedException.Remedy.TIME, rejected(bytes).remedy());
    }

    @Test
    void zipBomb_isRejected() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(Deflater.BEST_SPEED);
            put(zip, MANIFEST, HEAD.getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("bomb"));
            byte[] chunk = new byte[1 << 20];
            for (int i = 0; i <= 1 << 10; i++) {
                zip.write(chunk);
            }
        }

        assertEquals("unpacks to more than 1073741824 bytes", rejection(out.toByteArray()));
    }

    private static String hugeHeaders() {
        return IntStream.range(0, 60_000)
                .mapToObj(i -> "Header-" + i + ": value\n")
                .collect(Collectors.joining());
    }

    private StagedJar stage(byte[] bytes) throws IOException, RejectedException {
        return StagedJar.stage(Files.write(directory.resolve("f.jar"), bytes), "f.jar", copy());
    }

    private String rejection(byte[] bytes) {
        return rejected(bytes).getMessage();
    }

    private RejectedException rejected(byte[] bytes) {
        RejectedException rejected = assertThrows(RejectedException.class, () -> stage(bytes));
        assertFalse(Files.exists(copy()), "a copy of a rejected jar is left");
        return rejected;
    }

    private Path copy() {
        return directory.resolve("copy.jar");
    }

    private static byte[] jar(String manifest) throws IOException {
        return jar(manifest, ZipEntry.DEFLATED, "content.txt", CONTENT);
    }

    private static byte[] jar(String manifest, int method, String name, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            if (manifest != null) {
                put(zip, MANIFEST, manifest.getBytes(StandardCharsets.UTF_8));
            }
            ZipEntry entry = new ZipEntry(name);
            entry.setMethod(method);
            CRC32 crc = new CRC32();
            crc.update(content);
            entry.setCrc(crc.getValue());
            entry.setSize(content.length);
            zip.putNextEntry(entry);
            zip.write(content);
        }
        return out.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        for (int at = 0; at <= bytes.length - wanted.length; at++) {
            if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        throw new AssertionError("not found");
    }
}
