package io.funclet.host.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {

    private static Value.Scalar plain(String text) {
        return new Value.Scalar(text, Value.Style.PLAIN, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "30s, PT30S",
        "5m, PT5M",
        "1h30m, PT1H30M",
        "100ms, PT0.1S",
        "1.5h, PT1H30M",
        ".5s, PT0.5S",
        "1.s, PT1S",
        "7ns, PT0.000000007S",
        "7us, PT0.000007S",
        "7µs, PT0.000007S",
        "7μs, PT0.000007S",
        "1h1m1s1ms1us1ns, PT1H1M1.001001001S",
        "30000000000, PT30S",
        "0, PT0S",
        "0s, PT0S",
        "9223372036854775807ns, PT2562047H47M16.854775807S"
    })
    void goDurations_areRead(String text, Duration expected) {
        assertEquals(Optional.of(expected), Quantities.duration(plain(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "s",
                ".s",
                "30x",
                "30 s",
                "30S",
                "-1s",
                "+1s",
                "-1",
                "1.5",
                "1h 30m",
                "1s2",
                "1e3s",
                "٣s",
                "3d",
                "9223372036854775808ns",
                "300000h1000000000000000h"
            })
    void whatIsNoGoDuration_isRefused(String text) {
        assertEquals(Optional.empty(), Quantities.duration(plain(text)));
    }

    @Test
    void aNumberInQuotes_isNoDuration() {
        assertEquals(Optional.empty(), Quantities.duration(new Value.Scalar("30", Value.Style.QUOTED, 1)));
    }

    @ParameterizedTest
    @CsvSource({
        "4194304, 4194304",
        "0, 0",
        "4m, 4194304",
        "4M, 4194304",
        "512k, 524288",
        "512kb, 524288",
        "512 KiB, 524288",
        "1g, 1073741824",
        "1.5m, 1572864",
        "10b, 10",
        "2147483647, 2147483647"
    })
    void sizes_areRead(String text, int expected) {
        assertEquals(Optional.of(expected), Quantities.size(plain(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "-1", "+1", "4x", "4mm", "4  m", "1.m", "2g", "1t", "2147483648", "4٤"})
    void whatIsNoSizeOrTooLarge_isRefused(String text) {
        assertEquals(Optional.empty(), Quantities.size(plain(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "010", "1.0", "1e3", "0x10", "2147483648", "99999999999999999999", "٣"})
    void whatIsNoCount_isRefused(String text) {
        assertEquals(Optional.empty(), Quantities.count(plain(text)));
    }

    @Test
    void largestCount_isRead() {
        assertEquals(Optional.of(Integer.MAX_VALUE), Quantities.count(plain("2147483647")));
    }
}
