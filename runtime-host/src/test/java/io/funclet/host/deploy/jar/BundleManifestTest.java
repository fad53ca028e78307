package io.funclet.host.deploy.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Version;

/** What the manifest of a staged jar must say, and what it may. */
class BundleManifestTest extends StagedJars {

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
        assertTrue(stage(jar(HEAD + "Provide-Capability: io.funclet.exclusive\n"))
                .identity()
                .exclusive());
    }

    @Test
    void jarThatIsNoBundle_isRejectedAsSuch() throws Exception {
        assertEquals(
                "is not an OSGi bundle: its manifest has no Bundle-SymbolicName",
                rejection(jar("Manifest-Version: 1.0\nBundle-ManifestVersion: 2\n")));
    }

    @Test
    void jarWithoutOsgiHeaders_isPlain_alsoWithAnEmptyName() throws Exception {
        assertTrue(stage(jar(null)).isPlain());
        assertTrue(stage(jar("Manifest-Version: 1.0\nBundle-ManifestVersion: 2\nBundle-SymbolicName: \n"))
                .isPlain());
        StagedJar staged = stage(jar("Manifest-Version: 1.0\nAutomatic-Module-Name: com.acme\n"));
        assertTrue(staged.isPlain());
        assertEquals("com.acme", staged.symbolicName());
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "a..b", ".a", "a.", "a b", "a,b", "\u00e4", "\u001b[2J", ";singleton:=true", "a/b"})
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
    void manifestThatIsNotWrittenYet_isWaitedFor() throws Exception {
        byte[] bytes = jar(HEAD);
        int at = indexOf(bytes, MANIFEST.getBytes(StandardCharsets.US_ASCII)) + MANIFEST.length();
        bytes[at + 4] ^= 1;

        assertEquals(RejectedException.Remedy.TIME, rejected(bytes).remedy());
    }

    private static String hugeHeaders() {
        return IntStream.range(0, 60_000)
                .mapToObj(i -> "Header-" + i + ": value\n")
                .collect(Collectors.joining());
    }
}
