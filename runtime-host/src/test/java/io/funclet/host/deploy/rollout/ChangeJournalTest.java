package io.funclet.host.deploy.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.funclet.host.deploy.directory.History;
import io.funclet.host.deploy.status.Origin;
import io.funclet.host.deploy.status.Outcome;
import io.funclet.host.deploy.status.Outcome.Kind;
import io.funclet.host.deploy.status.PastChange;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

class ChangeJournalTest {

    private static final byte[] HALF_A_CHARACTER = {'2', '0', (byte) 0xC3};

    @TempDir
    private Path directory;

    private static Outcome outcome(String file) {
        return outcome(file, "", "");
    }

    private static Outcome outcome(String file, String signer, String digest) {
        Duration took = Duration.ofMillis(7);
        return new Outcome(
                Instant.EPOCH, file, Kind.UPDATED, "b 1", Set.of(), "", false, false, took, new Origin(signer, digest));
    }

    @Test
    void signerAndDigest_areKept_andAHostileNameStaysInItsLine() {
        Path file = directory.resolve("history");
        new ChangeJournal(file).add(outcome("a.jar", "CN=a\tb\nc", "12"), directory.resolve("none"));

        PastChange read = new ChangeJournal(file).read().get(0);

        assertEquals("CN=a b c", read.signer());
        assertEquals("sha256:12", read.digest());
        assertEquals(Duration.ofMillis(7), read.took());
    }

    @Test
    void lastChanges_areFew_alsoWhenManyAreKept() {
        Path file = directory.resolve("history");
        ChangeJournal journal = new ChangeJournal(file);
        for (int i = 0; i < 2 * History.MOST; i++) {
            journal.add(outcome(i + ".jar"), directory.resolve("none"));
            if (i == History.MOST) {
                assertEquals("50.jar", journal.last().get(History.MOST - 1).file());
            }
        }

        List<PastChange> last = journal.last();

        assertEquals(History.MOST, last.size());
        assertEquals("99.jar", last.get(last.size() - 1).file());
        assertEquals(last, new ChangeJournal(file).last());
    }

    @Test
    void linesOfOlderAndNewerVersions_areRead() throws Exception {
        Path file = directory.resolve("history");
        String old = "1970-01-01T00:00:00Z\tUPDATED\td/a.jar\ta 1\tf\tsha256:12\twhy";
        Files.write(file, List.of(old, old + "\tnovel=x\tsigner=CN=a"));

        List<PastChange> read = new ChangeJournal(file).read();

        assertEquals(List.of("", "CN=a"), read.stream().map(PastChange::signer).toList());
        assertNull(read.get(0).took());
        assertEquals("why", read.get(1).reason());
    }

    @Test
    void lineThatWasCutOff_costsNoOtherChange() throws Exception {
        Path file = directory.resolve("history");
        ChangeJournal journal = new ChangeJournal(file);
        journal.add(outcome("before.jar"), directory.resolve("none"));
        Files.write(file, HALF_A_CHARACTER, StandardOpenOption.APPEND);

        journal.add(outcome("after.jar"), directory.resolve("none"));

        assertEquals(
                List.of("before.jar", "after.jar"),
                journal.read().stream().map(PastChange::file).toList());
    }

    @Test
    void largeFileThatIsRejected_isNotRead() throws Exception {
        Path large = directory.resolve("large.jar");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(ChangeJournal.MOST_DIGESTED + 1);
        }
        ChangeJournal journal = new ChangeJournal(directory.resolve("history"));

        journal.add(outcome("large.jar").as(Kind.REJECTED), large);

        assertEquals("", journal.read().get(0).digest());
    }

    @Test
    @Timeout(value = 10, threadMode = ThreadMode.SEPARATE_THREAD)
    void pipe_hasNoDigest_andIsNotOpened() throws Exception {
        Path pipe = directory.resolve("pipe.jar");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        ChangeJournal journal = new ChangeJournal(directory.resolve("history"));

        journal.add(outcome("pipe.jar"), pipe);

        assertEquals("", journal.read().get(0).digest());
    }
}
