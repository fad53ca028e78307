package io.funclet.host.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class NewCommandTest {

    @Test
    void nextCommands_areThoseThatTheUserCanType() {
        assertEquals(
                List.of(
                        "  funclet dev thermo      runs it, and again after each change",
                        "  mvn -f thermo verify    builds and tests the jar"),
                NewCommand.next("funclet", Path.of("thermo")));
        assertEquals(
                List.of(
                        "  ../checkout/funclet dev thermo    runs it, and again after each change",
                        "  mvn -f thermo verify              builds and tests the jar"),
                NewCommand.next("../checkout/funclet", Path.of("thermo")));
    }
}
