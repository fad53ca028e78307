package io.funclet.host.config.text;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Durations and sizes in the syntax of the Go programs of the callers (contract, section 3). Rejects negative ones.
 *
 * <p>Parsed without regular expressions and decimal classes, which take 10 ms to load before the port opens.
 */
public final class UnitParser {

    public static final String A_DURATION = "a duration (30s, 5m, 1h30m, 100ms, or nanoseconds; at most 2562047h)";
    public static final String A_SIZE = "a size (512k, 4m, 1g, or bytes; at most 2147483647 bytes)";

    /** Followed by the maximum. */
    public static final String A_COUNT_TO = "a whole number from 0 to ";

    /** A message with its names is hardly smaller. */
    public static final int LEAST_PLAUSIBLE_BYTES = 64;

    /** A call hardly ends sooner, so a smaller value is probably a mistake. */
    private static final long LEAST_PLAUSIBLE_NANOS = 1_000_000;

    private static final long NONE = -1;
    private static final int LONGEST = 100;
    private static final String MULTIPLES = "kmgtp";

    private UnitParser() {}

    /** Reads the syntax of {@code time.ParseDuration}, or a whole number of nanoseconds; at most 292 years as in Go. */
    public static Optional<Duration> duration(Value.Scalar scalar) {
        String text = scalar.text();
        if (text.isEmpty() || text.length() > LONGEST) {
            return Optional.empty();
        }
        // In quotes, Go accepts only 0 without a unit. Others probably mean seconds.
        if (text.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        if (scalar.style() != Value.Style.QUOTED && endsAsNumber(text)) {
            long nanoseconds = whole(text);
            return nanoseconds == NONE ? Optional.empty() : Optional.of(Duration.ofNanos(nanoseconds));
        }
        try {
            long nanoseconds = 0;
            for (int read = text.startsWith("+") ? 1 : 0; read < text.length(); ) {
                DecimalText value = new DecimalText(text, read);
                read = value.end;
                while (read < text.length() && !DecimalText.isPartOf(text.charAt(read))) {
                    read++;
                }
                long unit = nanoseconds(text.substring(value.end, read));
                nanoseconds = Math.addExact(nanoseconds, value.times(unit));
            }
            return text.equals("+") ? Optional.empty() : Optional.of(Duration.ofNanos(nanoseconds));
        } catch (ArithmeticException noneOrTooLarge) {
            return Optional.empty();
        }
    }

    /** Whether the text lacks a unit. A unit after hexadecimal digits does not count. */
    private static boolean endsAsNumber(String text) {
        char last = text.charAt(text.length() - 1);
        return DecimalText.isPartOf(last) || last == '_' || text.startsWith("0x") || text.startsWith("0X");
    }

    /** Reads a number without a unit in any form that the YAML readers of the callers accept; -1 if there is none. */
    private static long whole(String text) {
        if (!isPlain(text)) {
            Optional<YamlNumber> number = YamlNumber.read(text);
            return number.isPresent() ? number.get().whole() : NONE;
        }
        try {
            return new DecimalText(text).times(1);
        } catch (ArithmeticException tooLarge) {
            return NONE;
        }
    }

    /** Whether it is an unambiguous number: digits without leading zeros. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.length() == 1 || text.length() > 1 && text.charAt(0) != '0';
    }

    /** Whether its author may have meant another number, such as 10 for {@code 010}, which is 8. */
    public static boolean isDoubtful(Value.Scalar scalar) {
        String text = scalar.text();
        return scalar.style() != Value.Style.QUOTED
                && endsAsNumber(text)
                && !isPlain(text)
                && YamlNumber.read(text).filter(YamlNumber::doubtful).isPresent();
    }

    /** Whether it is too short for the time limit of a call. */
    public static boolean isImplausible(Duration duration) {
        return duration.compareTo(Duration.ofNanos(LEAST_PLAUSIBLE_NANOS)) < 0;
    }

    /** Explains how such a duration was read, and how to write the likely one. Follows the duration. */
    public static String suspicion(Value.Scalar implausible, Duration read) {
        String text = implausible.text();
        if (isPlain(text)) {
            String quote = implausible.style() == Value.Style.LITERAL ? "\"" : "";
            return " is read as nanoseconds, in which hardly any call ends; with a unit it is " + quote + text + "s"
                    + quote + " or " + quote + text + "ms" + quote;
        }
        return (endsAsNumber(text) ? " is read as " + read.toNanos() + " nanoseconds" : " is less than 1ms")
                + ", in which hardly any call ends; seconds are written 5s";
    }

    private static long nanoseconds(String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "us", "µs", "μs" -> 1_000;
            case "ms" -> 1_000_000;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> throw new ArithmeticException("no unit");
        };
    }

    /**
     * Reads bytes, or a number with k, m, g (binary), also as {@code kb} or {@code KiB}; it must fit an {@code int}.
     * Leading zeros mean nothing, as in Go.
     */
    public static Optional<Integer> size(Value.Scalar scalar) {
        String text = scalar.text();
        if (text.isEmpty() || text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            DecimalText value = new DecimalText(text);
            boolean plain = value.end == text.length() && !value.hasPoint;
            if (plain || scalar.style() != Value.Style.LITERAL && value.isOrdinary(text)) {
                return Optional.of(Math.toIntExact(value.times(multiple(text.substring(value.end)))));
            }
        } catch (ArithmeticException noneOrTooLarge) {
            // It may be a number in another form.
        }
        return scalar.style() == Value.Style.QUOTED ? Optional.empty() : asInt(whole(text));
    }

    /** The factor of a suffix: none, {@code b}, {@code k}, {@code kb}, {@code KiB}, also after a blank. */
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

    /** Reads a number from 0 that fits an {@code int}, in any form that the YAML readers of the callers accept. */
    public static Optional<Integer> count(Value.Scalar scalar) {
        String text = scalar.text();
        return scalar.style() == Value.Style.QUOTED || text.isEmpty() || text.length() > LONGEST
                ? Optional.empty()
                : asInt(whole(text));
    }

    /** Reads a number from 0 that fits an {@code int}, in digits without leading zeros. */
    public static Optional<Integer> count(String digits) {
        return isPlain(digits) && digits.length() <= LONGEST ? asInt(whole(digits)) : Optional.empty();
    }

    private static Optional<Integer> asInt(long whole) {
        return whole == NONE || whole > Integer.MAX_VALUE ? Optional.empty() : Optional.of((int) whole);
    }
}
