package io.funclet.host.cli.status;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Formats times for people. */
public final class TimeFormat {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private static final double NANOS_OF_MILLI = 1e6;

    private TimeFormat() {}

    static String time(Timestamp time) {
        return TIME.format(Instant.ofEpochSecond(time.getSeconds(), time.getNanos()));
    }

    /** With three digits, the precision of the measurement. */
    public static String time(Duration duration) {
        double millis = duration.getSeconds() * 1000.0 + duration.getNanos() / NANOS_OF_MILLI;
        if (millis >= 1000) {
            return String.format(Locale.ROOT, "%.1fs", millis / 1000);
        }
        return String.format(Locale.ROOT, millis >= 100 ? "%.0fms" : millis >= 10 ? "%.1fms" : "%.2fms", millis);
    }
}
