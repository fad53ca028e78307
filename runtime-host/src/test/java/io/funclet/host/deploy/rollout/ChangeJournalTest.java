package io.funclet.host.deploy.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
        return new Outcome(Instant.EPOCH, file, Kind.REJECTED, "b", Set.of(), "", false, false, Duration.ZERO);
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

        journal.add(outcome("large.jar"), large);

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
