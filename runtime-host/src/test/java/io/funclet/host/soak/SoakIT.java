package io.funclet.host.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.BeginsFirst;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of the {@link Soak}: more updates are for releases. */
@BeginsFirst
class SoakIT {

    @TempDir
    Path directory;

    @Test
    void eightyUpdatesUnderLoad_loseNoCall_andLeaveNothingBehind() throws Exception {
        assertEquals(List.of(), Soak.run(directory, 80, System.out));
    }
}
