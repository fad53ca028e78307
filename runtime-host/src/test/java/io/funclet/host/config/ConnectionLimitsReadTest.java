package io.funclet.host.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.config.source.ConfigProblems;
import io.funclet.host.config.source.Environment;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The limits of connections, as the environment gives them. */
class ConnectionLimitsReadTest {

    @Test
    void withoutVariables_theDefaultsAreInForce() {
        assertEquals(DefaultLimits.LIMITS, read(Map.of("FUNCLET_MAX_CONNECTIONS", " ")));
    }

    @Test
    void eachVariable_setsItsOwnLimit() {
        assertEquals(
                new ConnectionLimits(
                        1,
                        2,
                        3072,
                        OptionalInt.of(4 * 1024 * 1024),
                        OptionalInt.of(1024 * 1024),
                        5,
                        Duration.ofSeconds(6),
                        Duration.ofMinutes(7),
                        Optional.of(Duration.ofHours(1)),
                        Duration.ofSeconds(8),
                        Duration.ofMillis(9),
                        false,
                        false),
                read(Map.ofEntries(
                        Map.entry("FUNCLET_MAX_CONNECTIONS", "1"),
                        Map.entry("FUNCLET_MAX_CALLS_PER_CONNECTION", "2"),
                        Map.entry("FUNCLET_MAX_METADATA", "3k"),
                        Map.entry("FUNCLET_MAX_UNFINISHED", "4m"),
                        Map.entry("FUNCLET_MAX_UNREAD", "1m"),
                        Map.entry("FUNCLET_MAX_RESETS", "5"),
                        Map.entry("FUNCLET_HANDSHAKE_TIMEOUT", "6s"),
                        Map.entry("FUNCLET_IDLE_TIMEOUT", "7m"),
                        Map.entry("FUNCLET_MAX_CONNECTION_AGE", "1h"),
                        Map.entry("FUNCLET_KEEPALIVE_INTERVAL", "8s"),
                        Map.entry("FUNCLET_MIN_PING_INTERVAL", "9ms"),
                        Map.entry("FUNCLET_REFLECTION", "off"),
                        Map.entry("FUNCLET_EVENT_LOOP_CALLS", "off"))));
    }

    @ParameterizedTest
    @CsvSource({
        "FUNCLET_MAX_CONNECTIONS, 0",
        "FUNCLET_MAX_CALLS_PER_CONNECTION, many",
        "FUNCLET_MAX_METADATA, 1g",
        "FUNCLET_MAX_UNFINISHED, 4x",
        "FUNCLET_MAX_RESETS, -1",
        "FUNCLET_HANDSHAKE_TIMEOUT, 10",
        "FUNCLET_IDLE_TIMEOUT, 0s",
        "FUNCLET_MAX_CONNECTION_AGE, 5",
        "FUNCLET_REFLECTION, yes"
    })
    void wrongValue_isAProblemThatNamesTheVariable(String variable, String value) {
        ConfigProblems problems = new ConfigProblems("test");

        ConnectionLimits.read(new Environment(Map.of(variable, value), problems));

        InvalidConfigException invalid =
                assertThrows(InvalidConfigException.class, () -> InvalidConfigException.throwIfAny(problems, null));
        assertTrue(invalid.getMessage().contains(variable + ": \"" + value + "\""), invalid::getMessage);
        assertFalse(invalid.getMessage().contains("\n"));
    }

    private static ConnectionLimits read(Map<String, String> environment) {
        ConfigProblems problems = new ConfigProblems("test");
        ConnectionLimits limits = ConnectionLimits.read(new Environment(environment, problems));
        assertEquals(0, problems.count());
        return limits;
    }
}
