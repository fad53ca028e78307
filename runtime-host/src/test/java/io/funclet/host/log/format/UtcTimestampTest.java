package io.funclet.host.log.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UtcTimestampTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-21T20:30:00.123Z",
                "1970-01-01T00:00:00.001Z",
                "1969-12-31T23:59:59.999Z",
                "2024-02-29T09:08:07.060Z",
                "9999-12-31T23:59:59.999Z"
            })
    void stamp_isWhatTheCalendarSays_andReadsBack(String text) {
        long millis = Instant.parse(text).toEpochMilli();
        StringBuilder stamp = new StringBuilder();
        UtcTimestamp.append(stamp, millis, ':');
        assertEquals(text, stamp + "Z");
        assertEquals(millis, UtcTimestamp.parse(stamp.toString().replace(':', '-')));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-11-21T20-30-00",
                "2026-11-21T20:30:00.123",
                "2026-11-21 20-30-00.123",
                "2026-13-21T20-30-00.123",
                "2026-02-29T20-30-00.123",
                "2026-11-21T24-30-00.123",
                "2026-11-21T20-60-00.123",
                "2026-11-21T20-30-60.123",
                "2026-11-21T20-30-00.12x",
                "+026-11-21T20-30-00.123",
                "2026-11-21T20-30-00.1234"
            })
    void anythingElse_isNoStamp(String text) {
        assertEquals(UtcTimestamp.NONE, UtcTimestamp.parse(text));
    }
}
