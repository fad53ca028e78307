package io.funclet.host.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys that are unknown, misspelled, or in the wrong map. */
class BaetylKeysTest extends BaetylConfigs {

    @Test
    void unknownKeysOfAllLevels_giveOneWarning() throws Exception {
        assertEquals(
                List.of("etc/baetyl/service.yml: unknown keys are ignored: hub (line 1), server.tls (line 3),"
                        + " functions[0].colour (line 9)"),
                read(LEAST.replace("server:\n", "hub: {a: 1}\nserver:\n  tls: on\n") + "    colour: red\n")
                        .warnings());
    }

    @Test
    void manyUnknownKeys_areCounted() throws Exception {
        StringBuilder yaml = new StringBuilder(LEAST);
        for (int i = 0; i < 30; i++) {
            yaml.append("k").append(i).append(": 1\n");
        }
        String warning = read(yaml.toString()).warnings().get(0);
        assertTrue(warning.endsWith("k18 (line 25), k19 (line 26) and 10 more"), warning);
    }

    @Test
    void misspelledKeys_areNamedBesideTheProblemsThatTheyCause() throws Exception {
        assertEquals(
                List.of(
                        "line 3: server.address: is missing, and so is BAETYL_SERVICE_INSTANCE_ADDRESS",
                        "line 5: functions[0].handler: is missing",
                        "unknown keys are ignored: loger (line 2; did you mean logger?), server.adress (line 4; did"
                                + " you mean server.address?), functions[0].handlr (line 6; did you mean"
                                + " functions[0].handler?)"),
                problemsOf("""
                        # a comment
                        loger: {level: debug}
                        server:
                          adress: 127.0.0.1:50051
                        functions: [{name: sayhi, codedir: code,
                          handlr: sayhi}]
                        """));
    }

    @Test
    void keyInTheWrongMap_isNamedWithTheRightOne() throws Exception {
        List<String> problems = problemsOf(LEAST.replace("  address", "address"));

        assertEquals(
                "unknown keys are ignored: address (line 2; did you mean server.address?)",
                problems.get(problems.size() - 1));
    }

    @Test
    void misspelledListOfFunctions_isNamed() throws Exception {
        List<String> problems = problemsOf(LEAST.replace("functions:", "fuctions:"));

        assertEquals(2, problems.size(), problems::toString);
        assertEquals("unknown keys are ignored: fuctions (line 3; did you mean functions?)", problems.get(1));
    }

    @Test
    void emptyText_meansTheDefault_whateverTheTypeOfTheKey() throws Exception {
        RuntimeConfig expected = read(LEAST);
        RuntimeConfig config = read(LEAST.replace(
                        "server:\n", "server:\n  timeout: ''\n  message: {length: {max: \"\"}}\n  workers: {max: ''}\n")
                + "    refusals: ''\n    concurrency: ''\n"
                + "logger: {level: '', format: '', console: '', age: {max: ''}}\n");

        assertEquals(expected.server(), config.server());
        assertEquals(expected.functions(), config.functions());
        assertEquals(expected.logger(), config.logger());
    }

    @Test
    void backupCount_isTheNameOfNodeRuntimesForBackup() throws Exception {
        RuntimeConfig config = read(LEAST + "logger: {backupCount: {max: 3}}\n");

        assertEquals(3, config.logger().maxBackups());
        assertEquals(List.of(), config.warnings());
        assertEquals(
                4,
                read(LEAST + "logger: {backupCount: {max: 3}, backup: {max: 4}}\n")
                        .logger()
                        .maxBackups());
    }
}
