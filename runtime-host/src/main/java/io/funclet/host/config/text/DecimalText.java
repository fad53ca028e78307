package io.funclet.host.config.text;

/** Digits at the beginning of a text, with at most one point among them: {@code 30}, {@code 1.5}, {@code 1.}, {@code .5}. */
final class DecimalText {

    private long whole;
    private double fraction;

    /** The place behind the number. */
    final int end;

    final boolean hasPoint;

    DecimalText(String text) {
        this(text, 0);
    }

    /** @throws ArithmeticException if there is none, or one that no {@code long} can hold */
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
