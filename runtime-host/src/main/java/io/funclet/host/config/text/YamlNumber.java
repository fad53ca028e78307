package io.funclet.host.config.text;

import java.util.Optional;

/**
 * An unquoted number as read by the YAML 1.1 readers of the callers: Go yaml.v2 and PyYAML. A number for one of them is
 * a number here. Loaded only for other forms than digits.
 *
 * @param whole the integer part; Go drops the fraction of an integer
 * @param doubtful whether its author may have meant another number
 */
record YamlNumber(long whole, boolean doubtful) {

    private static final String FLOAT = "0123456789.eE+-";
    private static final double TOO_LARGE = 0x1p63;

    /** Reads a number; empty if there is none, or it is negative or exceeds a {@code long}. */
    static Optional<YamlNumber> read(String text) {
        String unsigned = text.startsWith("+") ? text.substring(1) : text;
        if (unsigned.isEmpty() || !isDigit(unsigned, 0) && unsigned.charAt(0) != '.') {
            return Optional.empty();
        }
        try {
            return Optional.of(of(unsigned.replace("_", "")));
        } catch (ArithmeticException | NumberFormatException noneOrTooLarge) {
            return Optional.empty();
        }
    }

    private static YamlNumber of(String digits) {
        if (digits.indexOf(':') >= 0) {
            return new YamlNumber(sexagesimal(digits), true);
        }
        boolean leadingZero = digits.charAt(0) == '0' && digits.length() > 1;
        int radix = leadingZero ? radix(digits.charAt(1)) : 10;
        if (radix != 10) {
            return new YamlNumber(whole(digits, 2, radix), false);
        }
        if (!isAllDigits(digits)) {
            return ofFloat(digits);
        }
        // Go reads a non-octal number such as 08 as decimal.
        boolean octal = leadingZero && digits.indexOf('8') < 0 && digits.indexOf('9') < 0;
        return new YamlNumber(whole(digits, 0, octal ? 8 : 10), leadingZero);
    }

    private static int radix(char mark) {
        return switch (mark) {
            case 'x', 'X' -> 16;
            case 'o', 'O' -> 8;
            case 'b', 'B' -> 2;
            default -> 10;
        };
    }

    private static long whole(String digits, int from, int radix) {
        if (from == digits.length()) {
            throw new ArithmeticException("no digit");
        }
        long whole = 0;
        for (int i = from; i < digits.length(); i++) {
            char c = digits.charAt(i);
            int digit = c < 128 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                throw new ArithmeticException("no digit");
            }
            whole = Math.addExact(Math.multiplyExact(whole, (long) radix), digit);
        }
        return whole;
    }

    /** Reads {@code 1:30} as 90, like PyYAML and js-yaml. */
    private static long sexagesimal(String digits) {
        long whole = 0;
        int from = 0;
        while (from <= digits.length()) {
            int colon = digits.indexOf(':', from);
            int to = colon < 0 ? digits.length() : colon;
            long part = whole(digits.substring(from, to), 0, 10);
            if (from == 0 ? digits.charAt(0) == '0' : part >= 60 || to - from > 2) {
                throw new ArithmeticException("no number to the base 60");
            }
            whole = Math.addExact(Math.multiplyExact(whole, 60L), part);
            from = to + 1;
        }
        return whole;
    }

    private static YamlNumber ofFloat(String digits) {
        for (int i = 0; i < digits.length(); i++) {
            if (FLOAT.indexOf(digits.charAt(i)) < 0) {
                throw new ArithmeticException("no number");
            }
        }
        double value = Double.parseDouble(digits);
        if (!(value < TOO_LARGE)) {
            throw new ArithmeticException("too large");
        }
        long whole = (long) value;
        return new YamlNumber(whole, whole != value || digits.charAt(0) == '0' && isDigit(digits, 1));
    }

    private static boolean isAllDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isDigit(text, i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(String text, int at) {
        return text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }
}
