package io.funclet.host.cli.registry;

import static io.funclet.host.cli.registry.Commands.content;
import static io.funclet.host.cli.registry.Commands.jar;
import static io.funclet.host.cli.registry.Commands.run;
import static io.funclet.host.cli.registry.Commands.succeed;
import static io.funclet.host.cli.registry.Commands.visible;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.cli.registry.Commands.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pull makes of a directory; artifacts are in layouts, which need no registry. */
class PullTest {

    @TempDir
    Path temp;

    private Path code;
    private Path one;
    private Path two;
    private Path three;

    @BeforeEach
    void makeJars() throws Exception {
        code = Files.createDirectory(temp.resolve("code"));
        one = jar(temp.resolve("1"), "one.jar", "one");
        two = jar(temp.resolve("1"), "two.jar", "two");
        three = jar(temp.resolve("1"), "three.jar", "three");
    }

    private String layout(String tag) {
        return "oci:" + temp.resolve("layout") + ":" + tag;
    }

    @ParameterizedTest
    @ValueSource(strings = {"oci:", "oci-archive:"})
    void pull_bringsTheJars_andWhatTheNextVersionLacksGoes(String transport) throws Exception {
        String first = transport + temp.resolve("first") + ":1";
        String second = transport + temp.resolve("second") + ":2";
        succeed("push", first, one, two);
        Path changed = jar(temp.resolve("2"), "one.jar", "changed");
        succeed("push", second, three, changed);
        String kept = content(jar(code, "kept.jar", "kept"));

        Said said = succeed("pull", first, code, "--set", "functions");
        assertTrue(said.out().contains("  added one.jar\n  added two.jar\n"), said::out);
        assertEquals(Map.of("kept.jar", kept, "one.jar", content(one), "two.jar", content(two)), visible(code));

        said = succeed("pull", second, code, "--set", "functions");
        assertTrue(said.out().contains("  added three.jar\n  replaced one.jar\n  removed two.jar\n"), said::out);
        assertEquals(Map.of("kept.jar", kept, "one.jar", content(changed), "three.jar", content(three)), visible(code));

        said = succeed("pull", first, code, "--set", "functions");
        assertTrue(said.out().contains("  added two.jar\n  replaced one.jar\n  removed three.jar\n"), said::out);
        said = succeed("pull", first, code, "--set", "functions");
        assertTrue(said.out().contains("  unchanged one.jar\n  unchanged two.jar\n"), said::out);
    }

    @Test
    void sameJars_haveTheSameDigest_inAnyOrder_andTheDigestNamesThem() throws Exception {
        String[] pushed = {
            succeed("push", layout("a"), one, two).out(),
            succeed("push", layout("b"), two, one).out()
        };
        String digest = pushed[0].strip().replaceFirst(".*@", "");
        assertTrue(pushed[1].strip().endsWith("@" + digest), pushed[1]);

        succeed("push", layout("b"), three);
        succeed("pull", "oci:" + temp.resolve("layout") + "@" + digest, code);
        assertEquals(Map.of("one.jar", content(one), "two.jar", content(two)), visible(code));
    }

    @Test
    void jarThatWasNotPulled_isKept_unlessTheUserForcesIt() throws Exception {
        String own = content(jar(code, "two.jar", "own"));
        succeed("push", layout("1"), one, two);

        Said said = run("pull", layout("1"), code);
        assertEquals(1, said.status(), said::toString);
        assertTrue(said.err().contains("two.jar is there, and was not pulled"), said::err);
        assertEquals(Map.of("two.jar", own), visible(code));

        succeed("pull", layout("1"), code, "--force");
        assertEquals(Map.of("one.jar", content(one), "two.jar", content(two)), visible(code));
    }

    @Test
    void jarThatWasChangedAfterItsPull_isKept_alsoWhenItWouldGo() throws Exception {
        succeed("push", layout("1"), one, two);
        succeed("push", layout("2"), one);
        succeed("pull", layout("1"), code);
        Map<String, String> changed = new TreeMap<>(visible(code));
        changed.put("two.jar", content(jar(code, "two.jar", "by hand")));

        Said said = run("pull", layout("2"), code);
        assertEquals(1, said.status(), said::toString);
        assertTrue(said.err().contains("two.jar was changed after it was pulled"), said::err);
        assertEquals(changed, visible(code));
    }

    @Test
    void jarOfAnotherSet_isKept_andTheErrorNamesTheSet() throws Exception {
        succeed("push", layout("1"), one);
        succeed("pull", layout("1"), code, "--set", "first");
        Path other = jar(temp.resolve("2"), "one.jar", "other");
        succeed("push", layout("2"), other, two);

        Said said = run("pull", layout("2"), code, "--set", "second");
        assertEquals(1, said.status(), said::toString);
        assertTrue(said.err().contains("one.jar is of the set first (--set first replaces that set)"), said::err);
        assertEquals(Map.of("one.jar", content(one)), visible(code));

        succeed("pull", layout("2"), code, "--set", "second", "--force");
        // It is no longer of the first set, which a pull of that set would remove it by.
        succeed("push", layout("3"), three);
        succeed("pull", layout("3"), code, "--set", "first");
        assertEquals(
                Map.of("one.jar", content(other), "two.jar", content(two), "three.jar", content(three)), visible(code));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "../one.jar | is a path",
                "sub/one.jar | is a path",
                "sub\\\\one.jar | is a path",
                "..\\\\one.jar | is a path",
                "/tmp/one.jar | is a path",
                ".one.jar | begins with a dot",
                "o\\u0000ne.jar | has a control character",
                "TWO.jar | two layers of the name",
                "two.jar | two layers of the name",
            })
    void titleThatMustNotBeWritten_isRejected_andNothingIsWritten(String title, String reason) throws Exception {
        succeed("push", layout("1"), one, two);
        String bad = BadLayout.edited(temp.resolve("layout"), text -> text.replace("\"one.jar\"", "\"" + title + "\""));
        assertRejected(bad, reason);
    }

    private void assertRejected(String reference, String reason) throws IOException {
        Said said = run("pull", reference, code);
        assertEquals(1, said.status(), said::toString);
        assertTrue(said.err().contains(reason), said::err);
        assertEquals(1, said.err().lines().count(), said::err);
        assertEquals(Map.of(), visible(code));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "org.opencontainers.image.title | title | brings no jar",
                "one.jar | one.txt | brings no jar",
                "\"layers\":[ | \"layers\":[],\"more\":[ | brings no jar",
                "\"layers\" | \"blobs\" | has no manifest of version 2 with layers",
                "image.manifest.v1 | image.index.v1 | is an index of several artifacts",
                "{\"schemaVersion\":2 | {\"schemaVersion\":[ | is not the JSON that is expected",
                "\"size\":1 | \"size\":9999999999991 | deploys no jar of more than",
                "\"size\":1 | \"size\":-1 | lacks its digest or its size",
                "\"sha256:  | \"md5: | is not the JSON that is expected",
            })
    void artifactThatIsNone_isRejected(String part, String wrong, String reason) throws Exception {
        succeed("push", layout("1"), one);
        assertRejected(BadLayout.edited(temp.resolve("layout"), text -> text.replace(part.strip(), wrong)), reason);
    }

    @Test
    void layersThatAreNoJars_areLeftOut_andNamed() throws Exception {
        succeed("push", layout("1"), one, two);
        String other = BadLayout.edited(temp.resolve("layout"), text -> text.replace("two.jar", "notes/../two.txt"));

        Said said = succeed("pull", other, code);
        assertTrue(said.out().contains("  left out notes/../two.txt, which is no jar"), said::out);
        assertEquals(Map.of("one.jar", content(one)), visible(code));
    }

    @Test
    void contentThatIsNotWhatItsDigestSays_changesNothing() throws Exception {
        succeed("push", layout("1"), one, two);
        Path blob = BadLayout.blob(temp.resolve("layout"), two);
        byte[] bytes = Files.readAllBytes(blob);
        bytes[bytes.length / 2] ^= 1;
        Files.write(blob, bytes);
        assertRejected(layout("1"), "two.jar in " + layout("1") + " is not what its digest says");

        Files.delete(blob);
        assertRejected(layout("1"), "lacks sha256:");
    }

    @Test
    void parcelThatIsCutOff_isRejected() throws Exception {
        Path parcel = temp.resolve("parcel.tar");
        succeed("push", "oci-archive:" + parcel, one);
        byte[] whole = Files.readAllBytes(parcel);
        for (int length : new int[] {0, 100, 600, whole.length / 2}) {
            Files.write(parcel, java.util.Arrays.copyOf(whole, length));
            assertRejected("oci-archive:" + parcel, parcel + "");
        }
    }

    @Test
    void failureInTheMiddle_putsEverythingBack() throws Exception {
        Path work = Files.createDirectory(code.resolve(".work"));
        Path old = jar(code, "one.jar", "old");
        Map<String, String> before = visible(code);
        Map<String, Path> put = new TreeMap<>(Map.of("one.jar", two, "zzz.jar", two)); // which is there only once

        assertThrows(IOException.class, () -> new FileSwap(code, work).apply(put, List.of()));

        assertEquals(before, visible(code));
        assertEquals(before.get("one.jar"), content(old));
    }

    @Test
    void pullThatWasKilledInTheMiddle_isTakenBackByTheNextOne() throws Exception {
        succeed("push", layout("1"), one);
        succeed("pull", layout("1"), code);
        Path work = code.resolve(".funclet-pull");
        Files.createDirectory(work.resolve("undo"));
        Files.move(code.resolve("one.jar"), work.resolve("undo/one.jar"));
        jar(code, "one.jar", "half of a set");
        jar(code, "two.jar", "half of a set");
        Files.writeString(work.resolve("undo.json"), "{\"names\":[\"one.jar\",\"two.jar\",\"three.jar\"]}");

        assertEquals(1, run("pull", layout("absent"), code).status());

        assertEquals(Map.of("one.jar", content(one)), visible(code));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "registry.example/functions:1 | is none of oci://HOST",
                "docker://registry.example/functions:1 | is none of oci://HOST",
                "oci://registry.example/Functions:1 | is none of oci://HOST",
                "oci://registry.example:1 | is none of oci://HOST",
                "oci://registry.example/functions@sha256:12 | is not a digest",
                "oci://registry.example/functions | has neither a tag nor a digest",
            })
    void referenceThatIsNone_isAWrongArgument(String reference, String reason) {
        Said said = run("pull", reference, code);
        assertEquals(2, said.status(), said::toString);
        assertTrue(said.err().contains(reason), said::err);
    }

    @Test
    void push_rejectsWhatNoDirectoryCouldServe() throws Exception {
        Path text = Files.writeString(temp.resolve("text.jar"), "no zip");
        for (Path wrong :
                List.of(text, temp.resolve("absent.jar"), jar(temp, "one.zip", ""), jar(temp, ".a.jar", ""))) {
            Said said = run("push", layout("1"), one, wrong);
            assertEquals(1, said.status(), said::toString);
            assertTrue(said.err().contains(wrong.toString()), said::err);
        }
        Said twice = run("push", layout("1"), one, jar(temp.resolve("2"), "one.jar", "other"));
        assertTrue(twice.err().contains("two jars have the name one.jar"), twice::err);
    }
}
