package io.funclet.host.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as the callers' Go programs write them (contract, section 3). Negative ones are refused. */
final class Quantities {

    static final String A_DURATION = "a duration (30s, 5m, 1h30m, 100ms, or nanoseconds)";
    static final String A_SIZE = "a size (512k, 4m, 1g, or bytes; at most 2147483647 bytes)";

    private static final int LONGEST = 100;
    private static final Pattern WHOLE = Pattern.compile("[0-9]+");
    private static final Pattern PART = Pattern.compile("([0-9]+\\.?[0-9]*|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)");
    private static final Pattern SIZE =
            Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?([kmgtp]?)i?b?", Pattern.CASE_INSENSITIVE);
    private static final Map<String, Long> NANOSECONDS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "μs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);

    private Quantities() {}

    /** Reads {@code time.ParseDuration}'s syntax, or a whole number of nanoseconds; at most Go's 292 years. */
    static Optional<Duration> duration(Value.Scalar scalar) {
        String text = scalar.text();
        // In quotes Go takes no number without a unit, except 0: it is more likely to be meant as seconds.
        boolean number = scalar.style() != Value.Style.QUOTED || text.equals("0");
        if (text.isEmpty() || text.length() > LONGEST) {
            return Optional.empty();
        }
        BigDecimal nanoseconds = BigDecimal.ZERO;
        if (number && WHOLE.matcher(text).matches()) {
            nanoseconds = new BigDecimal(text);
        } else {
            Matcher part = PART.matcher(text);
            int read = 0;
            for (; part.find() && part.start() == read; read = part.end()) {
                BigDecimal unit = BigDecimal.valueOf(NANOSECONDS.get(part.group(2)));
                nanoseconds = nanoseconds.add(new BigDecimal(part.group(1)).multiply(unit));
            }
            if (read != text.length()) {
                return Optional.empty();
            }
        }
        return nanoseconds.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(nanoseconds.longValue()));
    }

    /** Reads bytes, or a number with k, m, g (binary), also as {@code kb} or {@code KiB}; it must fit an {@code int}. */
    static Optional<Integer> size(Value.Scalar scalar) {
        Pattern pattern = scalar.style() == Value.Style.LITERAL ? WHOLE : SIZE;
        Matcher size = pattern.matcher(scalar.text());
        if (scalar.text().length() > LONGEST || !size.matches()) {
            return Optional.empty();
        }
        BigDecimal bytes = new BigDecimal(pattern == WHOLE ? scalar.text() : size.group(1));
        if (pattern == SIZE && !size.group(2).isEmpty()) {
            int power = 1 + "kmgtp".indexOf(Character.toLowerCase(size.group(2).charAt(0)));
            bytes = bytes.multiply(BigDecimal.valueOf(1L << 10 * power));
        }
        return bytes.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0
                ? Optional.empty()
                : Optional.of(bytes.intValue());
    }

    /** Reads a whole number from 0 on that fits an {@code int}; without leading zeros, which YAML's 1.1 takes as octal. */
    static Optional<Integer> count(Value.Scalar scalar) {
        boolean whole = scalar.style() != Value.Style.QUOTED
                && scalar.text().length() <= 10
                && scalar.text().matches("0|[1-9][0-9]*");
        return whole && Long.parseLong(scalar.text()) <= Integer.MAX_VALUE
                ? Optional.of(Integer.parseInt(scalar.text()))
                : Optional.empty();
    }
}
