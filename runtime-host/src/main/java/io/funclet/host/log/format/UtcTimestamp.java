package io.funclet.host.log.format;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Times in log lines and file names: UTC, to the millisecond, in 23 characters that sort by time. Written by hand,
 * because a {@code DateTimeFormatter} loads locale data at the start.
 */
public final class UtcTimestamp {

    /** {@code 2026-11-21T20:30:00.123} */
    public static final int LENGTH = 23;

    /** The result of {@link #parse} for a text that is not a stamp. */
    public static final long NONE = Long.MIN_VALUE;

    private static final long MILLIS_A_DAY = 86_400_000L;

    private UtcTimestamp() {}

    /** @param timeSeparator separates hours, minutes and seconds: some file systems reject colons in names */
    public static void append(StringBuilder out, long epochMillis, char timeSeparator) {
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(epochMillis, MILLIS_A_DAY));
        int millis = (int) Math.floorMod(epochMillis, MILLIS_A_DAY);
        digits(out, date.getYear(), 1000);
        digits(out.append('-'), date.getMonthValue(), 10);
        digits(out.append('-'), date.getDayOfMonth(), 10);
        digits(out.append('T'), millis / 3_600_000, 10);
        digits(out.append(timeSeparator), millis / 60_000 % 60, 10);
        digits(out.append(timeSeparator), millis / 1000 % 60, 10);
        digits(out.append('.'), millis % 1000, 100);
    }

    /**
     * Reads a stamp that was written with {@code -} between hours, minutes and seconds, in milliseconds since the
     * epoch, or {@link #NONE}.
     */
    public static long parse(String text) {
        try {
            LocalDateTime time = LocalDateTime.of(
                    number(text, 0, 4),
                    number(text, 5, 7),
                    number(text, 8, 10),
                    number(text, 11, 13),
                    number(text, 14, 16),
                    number(text, 17, 19));
            long millis = time.toEpochSecond(ZoneOffset.UTC) * 1000 + number(text, 20, 23);
            StringBuilder same = new StringBuilder(LENGTH);
            append(same, millis, '-');
            return same.toString().equals(text) ? millis : NONE;
        } catch (DateTimeException | NumberFormatException | IndexOutOfBoundsException e) {
            return NONE;
        }
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    private static void digits(StringBuilder out, int number, int place) {
        for (int p = place; p > 0; p /= 10) {
            out.append((char) ('0' + number / p % 10));
        }
    }
}
