package io.funclet.host.cli.registry;

import static io.funclet.host.cli.registry.Commands.jar;
import static io.funclet.host.cli.registry.Commands.run;
import static io.funclet.host.cli.registry.Commands.succeed;
import static io.funclet.host.cli.registry.Commands.visible;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.cli.registry.Commands.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Artifacts, references and jars that are rejected; artifacts are in layouts, which need no registry. */
class RejectedArtifactTest extends LayoutPulls {

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
