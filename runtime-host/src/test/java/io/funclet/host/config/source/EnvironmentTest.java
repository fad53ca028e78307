package io.funclet.host.config.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.funclet.host.config.ConnectionLimits;
import io.funclet.host.config.ControlConfig;
import io.funclet.host.config.InvalidConfigException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Variables that begin like ours, and are none. */
class EnvironmentTest {

    private static List<String> warnings(Map<String, String> environment) {
        ConfigProblems problems = new ConfigProblems("test");
        new Environment(environment, problems).suspectUnknown();
        assertEquals(0, problems.count());
        return problems.warnings();
    }

    @ParameterizedTest
    @CsvSource({
        "FUNCLET_POL_INTERVAL, FUNCLET_POLL_INTERVAL",
        "FUNCLET_POLL_INTERVALL, FUNCLET_POLL_INTERVAL",
        "FUNCLET_POLLINTERVAL, FUNCLET_POLL_INTERVAL",
        "FUNCLET_HTPP, FUNCLET_HTTP",
        "FUNCLET_HTTP_PORT, FUNCLET_HTTP",
        "FUNCLET_PROFIL, FUNCLET_PROFILE",
        "FUNCLET_JAVA, FUNCLET_JAVA_HOME",
        "FUNCLET_MAX_CALLS, FUNCLET_MAX_CALLS_PER_CONNECTION",
        "FUNCLET_MAX_CONECTIONS, FUNCLET_MAX_CONNECTIONS",
        "funclet_log_rate, FUNCLET_LOG_RATE"
    })
    void misspelledVariable_isTold_withTheOneThatWasMeant(String written, String meant) {
        assertEquals(
                List.of("environment: " + written + " is not known; did you mean " + meant + "?"),
                warnings(Map.of(written, "1")));
    }

    @ParameterizedTest
    @CsvSource({"FUNCLET_COLOUR", "FUNCLET_MAX", "FUNCLET_", "FUNCLET_X"})
    void variableThatIsLikeNoOther_isToldAlone(String written) {
        assertEquals(List.of("environment: " + written + " is not known, and ignored"), warnings(Map.of(written, "1")));
    }

    @Test
    void whatIsKnown_orEmpty_orOfOthers_isNotTold() {
        Map<String, String> environment = new HashMap<>(Map.of("FUNCLET_COLOUR", " ", "FUNCLET", "1", "JAVA_OPTS", ""));
        for (FuncletVariable variable : FuncletVariable.values()) {
            environment.put(variable.toString(), "1");
        }

        assertEquals(List.of(), warnings(environment));
    }

    @Test
    void whatKubernetesSetsForAServiceOfOurName_isNotTold() {
        assertEquals(
                List.of("environment: FUNCLET_HTTP_PORT is not known; did you mean FUNCLET_HTTP?"),
                warnings(Map.of(
                        "FUNCLET_SERVICE_HOST", "10.0.0.1",
                        "FUNCLET_SERVICE_PORT", "50051",
                        "FUNCLET_PORT", "tcp://10.0.0.1:50051",
                        "FUNCLET_PORT_50051_TCP_ADDR", "10.0.0.1",
                        "FUNCLET_WEB_SERVICE_HOST", "10.0.0.2",
                        "FUNCLET_WEB_SERVICE_PORT_METRICS", "80",
                        "FUNCLET_HTTP_PORT", "80")));
    }

    @Test
    void manyOfThem_areCutShort() {
        Map<String, String> environment = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            environment.put("FUNCLET_X" + i, "1");
        }

        assertEquals(20, warnings(environment).size());
    }

    @Test
    void startThatFails_namesThemBesideTheProblems() {
        ConfigProblems problems = new ConfigProblems("test");
        Environment environment = new Environment(Map.of("FUNCLET_HTPP", "1", "FUNCLET_IDLE_TIMEOUT", "5"), problems);
        environment.duration(FuncletVariable.IDLE_TIMEOUT);
        problems.add("name", "is missing");
        environment.suspectUnknown();

        assertEquals(
                "test: name: is missing; environment: FUNCLET_IDLE_TIMEOUT: \"5\" is not a duration from 1ms to 2562047h"
                        + " (100ms, 30s, 5m, 1h30m); FUNCLET_HTPP is not known; did you mean FUNCLET_HTTP?",
                assertThrows(InvalidConfigException.class, () -> InvalidConfigException.throwIfAny(problems, null))
                        .getMessage());
    }

    @Test
    void sizeThatNothingFits_isInForce_andWarnedOf() {
        ConfigProblems problems = new ConfigProblems("test");

        ConnectionLimits limits = ConnectionLimits.read(new Environment(Map.of("FUNCLET_MAX_METADATA", "8"), problems));

        assertEquals(8, limits.maxMetadataBytes());
        assertEquals(
                List.of(
                        "environment: FUNCLET_MAX_METADATA: \"8\" means 8 bytes, which hardly anything fits; kilobytes are"
                                + " written 8k"),
                problems.warnings());
    }

    @ParameterizedTest
    @CsvSource({"OFF", "on", "true", "9090"})
    void controlSocketOfAHardlyMeantName_isRejected(String value) {
        ConfigProblems problems = new ConfigProblems("test");

        ControlConfig.read(new Environment(Map.of("FUNCLET_CONTROL", value), problems));

        assertEquals(
                "environment: FUNCLET_CONTROL: \"" + value
                        + "\" is neither a path (./NAME in the working directory) nor off",
                assertThrows(InvalidConfigException.class, () -> InvalidConfigException.throwIfAny(problems, null))
                        .getMessage());
    }
}
