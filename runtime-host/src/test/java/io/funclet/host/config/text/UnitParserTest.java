package io.funclet.host.config.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitParserTest {

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
        "9223372036854775807ns, PT2562047H47M16.854775807S",
        "+1s, PT1S",
        "3e10, PT30S",
        "30_000_000_000, PT30S",
        "30.5, PT0.00000003S",
        "010, PT0.000000008S",
        "1:30, PT0.00000009S"
    })
    void goDurations_areRead(String text, Duration expected) {
        assertEquals(Optional.of(expected), UnitParser.duration(plain(text)));
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
                "+",
                "+ns",
                "-1",
                "1e300",
                "0xs",
                "1h 30m",
                "1s2",
                "1e3s",
                "٣s",
                "3d",
                "9223372036854775808ns",
                "300000h1000000000000000h"
            })
    void whatIsNoGoDuration_isRejected(String text) {
        assertEquals(Optional.empty(), UnitParser.duration(plain(text)));
    }

    @Test
    void aNumberInQuotes_isNoDuration() {
        assertEquals(Optional.empty(), UnitParser.duration(new Value.Scalar("30", Value.Style.QUOTED, 1)));
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
        "2147483647, 2147483647",
        "+4194304, 4194304",
        "4_194_304, 4194304",
        "0x400000, 4194304",
        "01000000, 1000000",
        "4e6, 4000000",
        "1., 1"
    })
    void sizes_areRead(String text, int expected) {
        assertEquals(Optional.of(expected), UnitParser.size(plain(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "-1", "+m", "4x", "4mm", "4  m", "1.m", "2g", "1t", "2147483648", "4٤"})
    void whatIsNoSizeOrTooLarge_isRejected(String text) {
        assertEquals(Optional.empty(), UnitParser.size(plain(text)));
    }

    @ParameterizedTest
    @CsvSource({
        "+5, 5, false",
        "010, 8, true",
        "08, 8, true",
        "0_10, 8, true",
        "0o17, 15, false",
        "0x10, 16, false",
        "0X1f, 31, false",
        "0b11, 3, false",
        "4_194_304, 4194304, false",
        "5_, 5, false",
        "1:30, 90, true",
        "190:20:30, 685230, true",
        "15.0, 15, false",
        "15.9, 15, true",
        "015.0, 15, true",
        ".5, 0, true",
        "3e3, 3000, false",
        "3.0e+3, 3000, false",
        "2147483647, 2147483647, false",
        "0, 0, false"
    })
    void numbersOfYaml_areReadAsTheCallersReadersDo(String text, int expected, boolean doubtful) {
        assertEquals(Optional.of(expected), UnitParser.count(plain(text)));
        assertEquals(doubtful, UnitParser.isDoubtful(plain(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-1",
                "_5",
                "+",
                ".",
                "0x",
                "0x-5",
                "0b12",
                "0o8",
                "1:60",
                "1:030",
                "0:30",
                "1:",
                "1::2",
                "1e",
                "1e999",
                "1.2.3",
                "e5",
                "1f",
                "2147483648",
                "99999999999999999999",
                "٣",
                "0x٣",
                "5 "
            })
    void whatIsNoCount_isRejected(String text) {
        assertEquals(Optional.empty(), UnitParser.count(plain(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "010", "+5", "1_0", "0x10", "15.0", "2147483648"})
    void countOutsideYaml_isInPlainDigits(String text) {
        assertEquals(Optional.empty(), UnitParser.count(text));
    }
}
