package io.funclet.host.it.update;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.jar.BadJar;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Files that are others, although their size and the time of their modification are the same. */
@TestInstance(Lifecycle.PER_CLASS)
@Embedded
class EqualFilesIT {

    private static final FileTime TIME = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
    private static final int SIZE = 16 * 1024;

    @RegisterExtension
    final RuntimeExtension site = RuntimeExtension.configured(site -> {
        List<String> functions = List.of("renamed", "overwritten", "pointed", "swapped");
        StringBuilder yaml = new StringBuilder("name: test\n")
                .append(site.workspace().server())
                .append("logger: {path: var/log/service.log, level: debug}\nfunctions:\n");
        for (String function : functions) {
            yaml.append("  - {name: %1$s, handler: %1$s, codedir: var/db/%1$s}\n".formatted(function));
        }
        site.workspace().file("etc/baetyl/service.yml", yaml.toString());
        write(site.code("renamed").resolve("fn.jar"), "renamed", "old");
        write(site.code("overwritten").resolve("fn.jar"), "overwritten", "old");
        write(site.code("jars").resolve("old.jar"), "pointed", "old");
        write(site.code("jars").resolve("new.jar"), "pointed", "new");
        link(site.code("pointed").resolve("fn.jar"), site.code("jars").resolve("old.jar"));
        for (String release : List.of("first", "one", "two")) {
            write(site.code("release-" + release).resolve("fn.jar"), "swapped", release);
        }
        link(site.path().resolve("var/db/swapped"), Path.of("release-first"));
    });

    @Test
    void jarReplacedByAnEqualOne_isAnUpdate() throws Exception {
        assertEquals("old", site.callers().call("renamed", ""));
        Path directory = site.code("renamed");
        Path next = write(directory.resolve(".next"), "renamed", "new");
        Files.move(next, directory.resolve("fn.jar"), StandardCopyOption.ATOMIC_MOVE);
        awaitAnswer("renamed", "new");
    }

    /** Through an open file: other content, and the old time again before FileInstall looks. */
    @Test
    void jarOverwrittenInPlaceByAnEqualOne_isAnUpdate() throws Exception {
        assertEquals("old", site.callers().call("overwritten", ""));
        write(site.code("overwritten").resolve("fn.jar"), "overwritten", "new");
        awaitAnswer("overwritten", "new");
    }

    @Test
    void linkToAJarThatIsPointedToAnEqualOne_isAnUpdate() throws Exception {
        assertEquals("old", site.callers().call("pointed", ""));
        link(site.code("pointed").resolve("fn.jar"), site.code("jars").resolve("new.jar"));
        awaitAnswer("pointed", "new");
    }

    @Test
    void linkOfADirectory_thatIsSwappedThereAndBack_leavesNothingOfWhatWasReadThere() throws Exception {
        assertEquals("first", site.callers().call("swapped", ""));
        Path link = site.path().resolve("var/db/swapped");
        link(link, Path.of("release-one"));
        site.log().await("the look at the links", line -> line.contains("release-one now"));
        // While FileInstall is being told of it, so that it may find a third directory.
        link(link, Path.of("release-two"));
        awaitAnswer("swapped", "two");
        link(link, Path.of("release-one"));
        awaitAnswer("swapped", "one");

        // Each time, a second is left until the next look; on a busy machine, not each time is enough of it left.
        for (int i = 1; i <= 3; i++) {
            link(link, Path.of("release-two"));
            // FileInstall sees a change in the first directory, and what is read is the second one.
            FileTime touched = FileTime.from(TIME.toInstant().plusSeconds(i));
            Files.setLastModifiedTime(site.code("release-one").resolve("fn.jar"), touched);
            awaitAnswer("swapped", "two");
            link(link, Path.of("release-one"));
            awaitAnswer("swapped", "one");
        }
        assertEquals(0, site.log().count("no longer serving swapped"));
    }

    /** A jar of a size and a time that all have; its function answers with a text. */
    private static Path write(Path file, String function, String answer) throws Exception {
        byte[] jar = BadJar.good(function, answer).bytes();
        byte[] padded = Arrays.copyOf(jar, SIZE);
        // As a comment of the zip file, whose length is its last field.
        int comment = SIZE - jar.length;
        padded[jar.length - 2] = (byte) comment;
        padded[jar.length - 1] = (byte) (comment >> 8);
        Files.write(file, padded);
        return Files.setLastModifiedTime(file, TIME);
    }

    private static void link(Path link, Path target) throws Exception {
        Path next = Files.createSymbolicLink(link.resolveSibling(".link"), target);
        Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
    }

    private void awaitAnswer(String function, String answer) throws Exception {
        Await.until(
                "answer " + answer,
                Await.LONG,
                () -> site.callers().call(function, "").equals(answer),
                () -> site.err());
    }
}
