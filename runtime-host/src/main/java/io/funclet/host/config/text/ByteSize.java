package io.funclet.host.config.text;

import java.util.Locale;

/** Sizes for people, in the binary units that {@link UnitParser} reads. */
public final class ByteSize {

    private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB"};

    private static final long FACTOR = 1024;

    private ByteSize() {}

    /** Such as {@code 1 MiB} or {@code 1536 KiB}: in the largest unit of which it is a whole number. */
    public static String exactly(long bytes) {
        int unit = 0;
        long number = bytes;
        while (number != 0 && number % FACTOR == 0 && unit < UNITS.length - 1) {
            number /= FACTOR;
            unit++;
        }
        return number + " " + UNITS[unit];
    }

    /** Such as {@code 1.5 MiB}: in the largest unit of which it is one or more. */
    public static String roughly(long bytes) {
        int unit = 0;
        double number = bytes;
        while (number >= FACTOR && unit < UNITS.length - 1) {
            number /= FACTOR;
            unit++;
        }
        return unit == 0 ? exactly(bytes) : String.format(Locale.ROOT, "%.1f %s", number, UNITS[unit]);
    }
}
