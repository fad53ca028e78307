package io.funclet.host.config.text;

/** Formats values for messages: one line of bounded length, with invisible characters escaped. */
public final class PrintableText {

    private static final int LONGEST_QUOTE = 120;

    private PrintableText() {}

    public static String quoted(String value) {
        return '"' + printable(value) + '"';
    }

    public static String printable(String value) {
        StringBuilder line = new StringBuilder();
        value.codePoints().limit(LONGEST_QUOTE).forEach(c -> {
            boolean unseen =
                    Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || Character.getType(c) == Character.FORMAT;
            line.append(unseen ? String.format("\\u%04x", c) : Character.toString(c));
        });
        return value.codePointCount(0, value.length()) > LONGEST_QUOTE ? line + "..." : line.toString();
    }
}
