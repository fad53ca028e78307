package io.funclet.host.typed.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/** Numbers by their text in JSON, each exact or rejected. */
public final class JsonNumbers {

    /** Text of this length is converted in microseconds; conversion takes time by the square of it. */
    public static final int MOST_DIGITS = 1000;

    private static final int DIGITS_OF_LONG = 19;

    private static final Pattern SYNTAX = Pattern.compile("-?(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?(?:[eE][+-]?[0-9]++)?");

    private JsonNumbers() {}

    public static boolean isNumber(String text) {
        return text.length() <= MOST_DIGITS && SYNTAX.matcher(text).matches();
    }

    /** A whole number, also as {@code 1.0} or {@code 1e2}. */
    public static long whole(String text, String type, long least, long most) throws JsonFault {
        if (text.length() < DIGITS_OF_LONG && isPlain(text)) {
            return inRange(text, type, Long.parseLong(text), least, most);
        }
        BigDecimal number = whole(text, type, DIGITS_OF_LONG);
        try {
            return inRange(text, type, number.longValueExact(), least, most);
        } catch (ArithmeticException beyond) {
            throw outOfRange(text, type);
        }
    }

    public static BigInteger big(String text) throws JsonFault {
        return whole(text, "BigInteger", MOST_DIGITS).toBigIntegerExact();
    }

    private static BigDecimal whole(String text, String type, int mostDigits) throws JsonFault {
        BigDecimal number = decimal(text, type).stripTrailingZeros();
        if (number.scale() > 0) {
            throw JsonFault.expected(type, JsonFault.clipped(text));
        }
        // Before it is made: the digits of 1e1000000000 would take all memory.
        if ((long) number.precision() - number.scale() > mostDigits) {
            throw outOfRange(text, type);
        }
        return number;
    }

    /** As many digits as the text has: {@code 21.50} keeps its zero. */
    public static BigDecimal decimal(String text, String type) throws JsonFault {
        if (text.length() > MOST_DIGITS) {
            throw new JsonFault("a number has more than " + MOST_DIGITS + " characters");
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException | ArithmeticException exponent) {
            throw outOfRange(text, type);
        }
    }

    public static double real(String text) throws JsonFault {
        double number = Double.parseDouble(text);
        if (Double.isInfinite(number)) {
            throw outOfRange(text, "double");
        }
        return number;
    }

    public static float single(String text) throws JsonFault {
        float number = Float.parseFloat(text);
        if (Float.isInfinite(number)) {
            throw outOfRange(text, "float");
        }
        return number;
    }

    private static boolean isPlain(String text) {
        for (int at = text.charAt(0) == '-' ? 1 : 0; at < text.length(); at++) {
            if (text.charAt(at) < '0' || text.charAt(at) > '9') {
                return false;
            }
        }
        return true;
    }

    private static long inRange(String text, String type, long number, long least, long most) throws JsonFault {
        if (number < least || number > most) {
            throw outOfRange(text, type);
        }
        return number;
    }

    private static JsonFault outOfRange(String text, String type) {
        return new JsonFault(JsonFault.clipped(text) + " is out of range of " + type);
    }
}
