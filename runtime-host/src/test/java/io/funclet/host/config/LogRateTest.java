package io.funclet.host.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.funclet.host.config.source.ConfigProblems;
import io.funclet.host.config.source.Environment;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a function may log, as the environment gives it. */
class LogRateTest {

    private static final String VARIABLE = "FUNCLET_LOG_RATE";

    private final ConfigProblems problems = new ConfigProblems("test");

    @ParameterizedTest
    @CsvSource({"' ', 16384", "off, 0", "512, 512", "1m, 1048576"})
    void rate_isASizeOrOff(String value, int bytes) {
        assertEquals(bytes, LoggerConfig.functionRate(new Environment(Map.of(VARIABLE, value), problems)));
        assertEquals(0, problems.count());
    }

    @Test
    void withoutTheVariable_theDefaultIsInForce() {
        assertEquals(
                LoggerConfig.DEFAULT_FUNCTION_BYTES_PER_SECOND,
                LoggerConfig.functionRate(new Environment(Map.of(), problems)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "much", "on", "3g"})
    void wrongValue_isAProblemThatNamesTheVariable(String value) {
        LoggerConfig.functionRate(new Environment(Map.of(VARIABLE, value), problems));

        assertEquals(
                "environment: " + VARIABLE + ": \"" + value
                        + "\" is neither a size (16k, 1m, or bytes), for a second, nor off",
                assertThrows(InvalidConfigException.class, () -> InvalidConfigException.throwIfAny(problems, null))
                        .getMessage());
    }
}
