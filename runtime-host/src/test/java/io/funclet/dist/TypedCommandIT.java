package io.funclet.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code funclet new} is told how its user has typed the command, if that is not {@code funclet} alone. */
class TypedCommandIT extends Installation {

    private static final String OPTION = "-Dfunclet.command=";

    @BeforeEach
    void installJava() throws Exception {
        java(home.resolve("jre"), "17.0.1");
    }

    private List<String> told(Path directory, String... command) throws Exception {
        return start(directory, command).options().stream()
                .filter(option -> option.startsWith(OPTION))
                .toList();
    }

    @Test
    void commandThatIsNotOnThePath_isToldAsItWasTyped() throws Exception {
        assertEquals(List.of(OPTION + "bin/funclet"), told(home, "bin/funclet", "new", "thermo"));
        environment.put("JAVA_OPTS", OPTION + "./funclet");
        assertEquals(
                List.of(OPTION + "bin/funclet", OPTION + "./funclet"),
                told(home, "bin/funclet", "new", "thermo"),
                "the last one counts");
    }

    @Test
    void commandOnThePath_andOtherCommands_areNotTold() throws Exception {
        assertEquals(List.of(), told(home, "bin/funclet", "call", "thermo"));
        environment.put("PATH", home.resolve("bin").toString());
        assertEquals(List.of(), told(temp, home.resolve("bin/funclet").toString(), "new", "thermo"));
        assertEquals(
                List.of(OPTION + "bin/funclet"), told(home, "bin/funclet", "new", "thermo"), "it may be another one");
    }
}
