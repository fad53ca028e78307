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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pull makes of a directory; artifacts are in layouts, which need no registry. */
class PullTest extends LayoutPulls {

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

    @Test
    void layersThatAreNoJars_areLeftOut_andNamed() throws Exception {
        succeed("push", layout("1"), one, two);
        String other = BadLayout.edited(temp.resolve("layout"), text -> text.replace("two.jar", "notes/../two.txt"));

        Said said = succeed("pull", other, code);
        assertTrue(said.out().contains("  left out notes/../two.txt, which is no jar"), said::out);
        assertEquals(Map.of("one.jar", content(one)), visible(code));
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
}
