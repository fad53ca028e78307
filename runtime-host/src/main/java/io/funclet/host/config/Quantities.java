package io.funclet.host.config;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Durations and sizes as the callers' Go programs write them (contract, section 3). Negative ones are refused.
 *
 * <p>Read by hand: this is on the way to the port, and regular expressions and decimal numbers take 10 ms to load.
 */
final class Quantities {

    static final String A_DURATION = "a duration (30s, 5m, 1h30m, 100ms, or nanoseconds; at most 2562047h)";
    static final String A_SIZE = "a size (512k, 4m, 1g, or bytes; at most 2147483647 bytes)";

    /** To be followed by the most there may be. */
    static final String A_COUNT_TO = "a whole number from 0 to ";

    /** Hardly a message, with the names in it, is smaller. */
    static final int LEAST_PLAUSIBLE_BYTES = 64;

    /** Hardly a call of any function ends in less: whoever writes that has something else in mind. */
    private static final long LEAST_PLAUSIBLE_NANOS = 1_000_000;

    private static final int LONGEST = 100;
    private static final String[] UNITS = {"ns", "us", "µs", "μs", "ms", "s", "m", "h"};
    private static final long[] NANOSECONDS = {
        1, 1_000, 1_000, 1_000, 1_000_000, 1_000_000_000L, 60_000_000_000L, 3_600_000_000_000L
    };
    private static final String MULTIPLES = "kmgtp";

    private Quantities() {}

    /** Reads {@code time.ParseDuration}'s syntax, or a whole number of nanoseconds; at most Go's 292 years. */
    static Optional<Duration> duration(Value.Scalar scalar) {
        String text = scalar.text();
        // In quotes Go takes no number without a unit, except 0: it is more likely to be meant as seconds.
        boolean number = scalar.style() != Value.Style.QUOTED || text.equals("0");
        if (text.isEmpty() || text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            Number whole = new Number(text);
            if (number && whole.end == text.length() && !whole.hasPoint) {
                return Optional.of(Duration.ofNanos(whole.times(1)));
            }
            long nanoseconds = 0;
            for (int read = 0; read < text.length(); ) {
                Number value = new Number(text, read);
                int unit = unitAt(text, value.end);
                nanoseconds = Math.addExact(nanoseconds, value.times(NANOSECONDS[unit]));
                read = value.end + UNITS[unit].length();
            }
            return Optional.of(Duration.ofNanos(nanoseconds));
        } catch (ArithmeticException noneOrTooLarge) {
            return Optional.empty();
        }
    }

    /** Whether it is too short to be meant as the time that a call may take. */
    static boolean isImplausible(Duration duration) {
        return duration.compareTo(Duration.ofNanos(LEAST_PLAUSIBLE_NANOS)) < 0;
    }

    /** Says how such a duration has been read, and how to write what was probably meant; to follow the duration. */
    static String suspicion(Value.Scalar implausible) {
        String text = implausible.text();
        if (!Number.isPartOf(text.charAt(text.length() - 1))) {
            return " is less than 1ms, in which hardly any call ends; seconds are written 5s";
        }
        String quote = implausible.style() == Value.Style.LITERAL ? "\"" : "";
        return " is read as nanoseconds, in which hardly any call ends; with a unit it is " + quote + text + "s" + quote
                + " or " + quote + text + "ms" + quote;
    }

    /** The unit that stands at a place, and up to the next number or the end. */
    private static int unitAt(String text, int from) {
        int end = from;
        while (end < text.length() && !Number.isPartOf(text.charAt(end))) {
            end++;
        }
        String unit = text.substring(from, end);
        for (int i = 0; i < UNITS.length; i++) {
            if (UNITS[i].equals(unit)) {
                return i;
            }
        }
        throw new ArithmeticException("no unit");
    }

    /** Reads bytes, or a number with k, m, g (binary), also as {@code kb} or {@code KiB}; it must fit an {@code int}. */
    static Optional<Integer> size(Value.Scalar scalar) {
        String text = scalar.text();
        if (text.isEmpty() || text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            Number value = new Number(text);
            boolean plain = value.end == text.length() && !value.hasPoint;
            if (!plain && (scalar.style() == Value.Style.LITERAL || !value.isOrdinary(text))) {
                return Optional.empty();
            }
            return Optional.of(Math.toIntExact(value.times(multiple(text.substring(value.end)))));
        } catch (ArithmeticException noneOrTooLarge) {
            return Optional.empty();
        }
    }

    /** What a suffix multiplies by: nothing, {@code b}, {@code k}, {@code kb}, {@code KiB}, also after a blank. */
    private static long multiple(String suffix) {
        String unit = suffix.toLowerCase(Locale.ROOT);
        unit = unit.startsWith(" ") ? unit.substring(1) : unit;
        int power = unit.isEmpty() ? 0 : 1 + MULTIPLES.indexOf(unit.charAt(0));
        String rest = power > 0 ? unit.substring(1) : unit;
        return switch (rest) {
            case "", "b", "i", "ib" -> 1L << 10 * power;
            default -> throw new ArithmeticException("no unit");
        };
    }

    /** Reads a whole number from 0 on that fits an {@code int}; without leading zeros, which YAML's 1.1 takes as octal. */
    static Optional<Integer> count(Value.Scalar scalar) {
        String text = scalar.text();
        if (scalar.style() == Value.Style.QUOTED || text.isEmpty() || text.length() > 10) {
            return Optional.empty();
        }
        try {
            Number value = new Number(text);
            boolean whole = value.end == text.length() && !value.hasPoint;
            return whole && (text.length() == 1 || text.charAt(0) != '0')
                    ? Optional.of(Math.toIntExact(value.times(1)))
                    : Optional.empty();
        } catch (ArithmeticException noneOrTooLarge) {
            return Optional.empty();
        }
    }

    /** Digits with at most one point among them: {@code 30}, {@code 1.5}, {@code 1.}, {@code .5}. */
    private static final class Number {

        private long whole;
        private double fraction;

        /** The place behind the number. */
        private final int end;

        private final boolean hasPoint;

        Number(String text) {
            this(text, 0);
        }

        /** @throws ArithmeticException if there is none, or one that no {@code long} can hold */
        Number(String text, int from) {
            int at = from;
            int digits = 0;
            double place = 1;
            boolean point = false;
            for (; at < text.length() && isPartOf(text.charAt(at)) && !(point && text.charAt(at) == '.'); at++) {
                char c = text.charAt(at);
                if (c == '.') {
                    point = true;
                    continue;
                }
                digits++;
                if (point) {
                    place /= 10;
                    fraction += (c - '0') * place;
                } else {
                    whole = Math.addExact(Math.multiplyExact(whole, 10L), c - '0');
                }
            }
            if (digits == 0) {
                throw new ArithmeticException("no number");
            }
            end = at;
            hasPoint = point;
        }

        static boolean isPartOf(char c) {
            return c >= '0' && c <= '9' || c == '.';
        }

        /** Whether there are digits on both sides of a point. */
        boolean isOrdinary(String text) {
            return text.charAt(0) != '.' && text.charAt(end - 1) != '.';
        }

        /** The product, without what is smaller than one. */
        long times(long unit) {
            // Half of a millionth more: a sum of tenths is a little less than what was written.
            return Math.addExact(Math.multiplyExact(whole, unit), (long) (fraction * unit + 5e-7));
        }
    }
}
