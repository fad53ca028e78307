package io.funclet.host.config.text;

/** The number at the beginning of a text, with at most one point: {@code 30}, {@code 1.5}, {@code 1.}, {@code .5}. */
final class DecimalText {

    private long whole;
    private double fraction;

    /** The position after the number. */
    final int end;

    final boolean hasPoint;

    DecimalText(String text) {
        this(text, 0);
    }

    /** @throws ArithmeticException if there is no number, or it exceeds a {@code long} */
    DecimalText(String text, int from) {
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

    /** Whether a point has digits on both sides. */
    boolean isOrdinary(String text) {
        return text.charAt(0) != '.' && text.charAt(end - 1) != '.';
    }

    /** The product, rounded down. */
    long times(long unit) {
        // Plus half a millionth, because a sum of tenths is slightly too small.
        return Math.addExact(Math.multiplyExact(whole, unit), (long) (fraction * unit + 5e-7));
    }
}
