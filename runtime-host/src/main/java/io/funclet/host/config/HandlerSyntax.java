package io.funclet.host.config;

import io.funclet.host.config.source.ConfigProblems;
import io.funclet.host.config.text.PrintableText;

/**
 * The syntax of a handler with a version pin: {@code NAME@RANGE}, with an OSGi version range (Core, chapter 3.2.6).
 * Checked before the framework starts, so that all problems are reported together. Rejects what OSGi accepts beyond its
 * own grammar, such as {@code +1}.
 */
final class HandlerSyntax {

    private static final String A_RANGE = " ([1.0,2.0), or 1.0 for this version and all later ones)";

    private HandlerSyntax() {}

    /**
     * Adds a problem unless the handler is well-formed and some version can match.
     *
     * @param handler a text with an {@code @}
     */
    static void check(String where, String handler, ConfigProblems problems) {
        int at = handler.indexOf('@');
        String range = handler.substring(at + 1).strip();
        if (handler.substring(0, at).isBlank()) {
            problems.add(where, PrintableText.quoted(handler) + " names no function before its @");
        } else if (!isRange(range)) {
            problems.add(where, PrintableText.quoted(handler) + " has no range of versions after its @" + A_RANGE);
        } else if (isEmpty(range)) {
            problems.add(where, PrintableText.quoted(handler) + " is a range that no version is in");
        }
    }

    private static boolean isInterval(String range) {
        return range.startsWith("[") || range.startsWith("(");
    }

    private static boolean isRange(String range) {
        if (!isInterval(range)) {
            return isVersion(range);
        }
        int comma = range.indexOf(',');
        return comma > 0
                && (range.endsWith("]") || range.endsWith(")"))
                && isVersion(floor(range, comma))
                && isVersion(ceiling(range, comma));
    }

    private static String floor(String interval, int comma) {
        return interval.substring(1, comma).strip();
    }

    private static String ceiling(String interval, int comma) {
        return interval.substring(comma + 1, interval.length() - 1).strip();
    }

    private static boolean isEmpty(String range) {
        if (!isInterval(range)) {
            return false;
        }
        int comma = range.indexOf(',');
        int order = compare(parts(floor(range, comma)), parts(ceiling(range, comma)));
        return order > 0 || order == 0 && !(range.startsWith("[") && range.endsWith("]"));
    }

    /** Whether it is {@code MAJOR.MINOR.MICRO.QUALIFIER}; the last three are optional. */
    private static boolean isVersion(String version) {
        String[] parts = version.split("\\.", -1);
        for (int i = 0; i < parts.length; i++) {
            boolean qualifier = i == 3;
            if (i > 3 || parts[i].isEmpty() || !(qualifier ? isQualifier(parts[i]) : isNumber(parts[i]))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNumber(String part) {
        long number = 0;
        for (int i = 0; i < part.length() && number <= Integer.MAX_VALUE; i++) {
            if (part.charAt(i) < '0' || part.charAt(i) > '9') {
                return false;
            }
            number = number * 10 + part.charAt(i) - '0';
        }
        return number <= Integer.MAX_VALUE;
    }

    private static boolean isQualifier(String part) {
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '-')) {
                return false;
            }
        }
        return true;
    }

    private static String[] parts(String version) {
        String[] given = version.split("\\.");
        String[] parts = {"0", "0", "0", ""};
        System.arraycopy(given, 0, parts, 0, given.length);
        return parts;
    }

    private static int compare(String[] one, String[] other) {
        for (int i = 0; i < 3; i++) {
            int order = Integer.compare(Integer.parseInt(one[i]), Integer.parseInt(other[i]));
            if (order != 0) {
                return order;
            }
        }
        return one[3].compareTo(other[3]);
    }
}
