package io.funclet.host.config.source;

import io.funclet.host.config.text.PrintableText;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The syntax of a handler with a version pin: {@code NAME@RANGE}, with an OSGi version range (Core, chapter 3.2.6).
 * Checked before the framework starts, so that all problems are reported together. Rejects what OSGi accepts beyond its
 * own grammar, such as {@code +1}. Loaded only for a pin.
 */
public final class HandlerSyntax {

    /** Four groups. */
    private static final String VERSION = "([0-9]+)(?:\\.([0-9]+)(?:\\.([0-9]+)(?:\\.([\\w-]+))?)?)?";

    private static final int FLOOR = 6;
    private static final int CEILING = 10;

    private static final Pattern RANGE =
            Pattern.compile(VERSION + "|([\\[(])\\s*" + VERSION + "\\s*,\\s*" + VERSION + "\\s*[])]");

    private HandlerSyntax() {}

    /** Adds a problem unless the handler is well-formed and some version can match. */
    public static void check(String where, String handler, ConfigProblems problems) {
        int at = handler.indexOf('@');
        String range = handler.substring(at + 1).strip();
        if (handler.substring(0, at).isBlank()) {
            problems.add(where, PrintableText.quoted(handler) + " names no function before its @");
            return;
        }
        try {
            if (isEmpty(range)) {
                problems.add(where, PrintableText.quoted(handler) + " is a range that no version is in");
            }
        } catch (NumberFormatException noneOrTooLarge) {
            problems.add(
                    where,
                    PrintableText.quoted(handler)
                            + " has no range of versions after its @ ([1.0,2.0), or 1.0 for this version and all later"
                            + " ones)");
        }
    }

    /** @throws NumberFormatException if it is no range */
    private static boolean isEmpty(String range) {
        Matcher parts = RANGE.matcher(range);
        if (!parts.matches()) {
            throw new NumberFormatException("no range");
        }
        boolean interval = parts.group(FLOOR) != null;
        int order = interval ? order(parts, FLOOR, CEILING) : order(parts, 1, 1);
        return order > 0 || order == 0 && interval && !(range.startsWith("[") && range.endsWith("]"));
    }

    /** Compares the versions that begin at two groups. Reads all numbers, in case one is too large. */
    private static int order(Matcher parts, int one, int other) {
        int order = Arrays.compare(numbers(parts, one), numbers(parts, other));
        return order == 0 ? qualifier(parts, one).compareTo(qualifier(parts, other)) : order;
    }

    private static int[] numbers(Matcher parts, int version) {
        return new int[] {
            number(parts.group(version)), number(parts.group(version + 1)), number(parts.group(version + 2))
        };
    }

    private static int number(String part) {
        return part == null ? 0 : Integer.parseInt(part);
    }

    private static String qualifier(Matcher parts, int version) {
        return Objects.requireNonNullElse(parts.group(version + 3), "");
    }
}
