package io.funclet.host.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of the {@link Soak}. */
class SoakIT {

    @TempDir
    Path directory;

    @Test
    void twoHundredUpdatesUnderLoad_loseNoCall_andLeaveNothingBehind() throws Exception {
        assertEquals(List.of(), Soak.run(directory, 200, System.out));
    }
}
