package io.funclet.host.config.text;

import java.util.Optional;

/**
 * An unquoted number as read by the YAML 1.1 readers of the callers: Go yaml.v2 and PyYAML. A number for one of them is
 * a number here. Loaded only for other forms than digits, so its regular expressions do not delay other starts.
 *
 * @param whole the integer part; Go drops the fraction of an integer
 * @param doubtful whether its author may have meant another number
 */
record YamlNumber(long whole, boolean doubtful) {

    private static final double TOO_LARGE = 0x1p63;

    /** Reads a number; empty if there is none, or it is negative or exceeds a {@code long}. */
    static Optional<YamlNumber> read(String text) {
        try {
            return text.matches("\\+?[0-9.].*")
                    ? Optional.of(of(text.replaceFirst("^\\+", "").replace("_", "")))
                    : Optional.empty();
        } catch (NumberFormatException | ArithmeticException noneOrTooLarge) {
            return Optional.empty();
        }
    }

    private static YamlNumber of(String digits) {
        if (digits.matches("0[xX][0-9a-fA-F]+")) {
            return new YamlNumber(Long.parseLong(digits.substring(2), 16), false);
        }
        if (digits.matches("0[oO][0-7]+")) {
            return new YamlNumber(Long.parseLong(digits.substring(2), 8), false);
        }
        if (digits.matches("0[bB][01]+")) {
            return new YamlNumber(Long.parseLong(digits.substring(2), 2), false);
        }
        boolean leadingZero = digits.matches("0[0-9].*");
        if (digits.matches("[0-9]+")) {
            // Go reads a non-octal number such as 08 as decimal.
            boolean octal = leadingZero && digits.matches("[0-7]+");
            return new YamlNumber(Long.parseLong(digits, octal ? 8 : 10), leadingZero);
        }
        if (digits.matches("[1-9][0-9]*(:[0-5]?[0-9])+")) {
            return new YamlNumber(sexagesimal(digits), true);
        }
        if (!digits.matches("[0-9.eE+-]+")) {
            throw new NumberFormatException("no number");
        }
        double value = Double.parseDouble(digits);
        if (value >= TOO_LARGE) {
            throw new ArithmeticException("too large");
        }
        return new YamlNumber((long) value, (long) value != value || leadingZero);
    }

    /** Reads {@code 1:30} as 90, like PyYAML and js-yaml. */
    private static long sexagesimal(String digits) {
        long whole = 0;
        for (String part : digits.split(":")) {
            whole = Math.addExact(Math.multiplyExact(whole, 60L), Long.parseLong(part));
        }
        return whole;
    }
}
