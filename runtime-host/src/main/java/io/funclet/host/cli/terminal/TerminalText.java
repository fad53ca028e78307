package io.funclet.host.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes foreign text safe for a terminal, such as names of bundles and files, and responses. It cannot move the cursor,
 * change colours, or turn the direction of writing.
 */
public final class TerminalText {

    /** Ranges of code points that take two columns, first and last of each: scripts of East Asia, and pictures. */
    private static final int[] WIDE = {
        0x1100, 0x115F, 0x2E80, 0x303E, 0x3041, 0xA4CF, 0xA960, 0xA97C, 0xAC00, 0xD7A3, 0xF900, 0xFAFF, 0xFE30, 0xFE6F,
        0xFF00, 0xFF60, 0xFFE0, 0xFFE6, 0x1F300, 0x1F64F, 0x1F680, 0x1F6FF, 0x1F900, 0x1F9FF, 0x1FA70, 0x1FAFF, 0x20000,
        0x3FFFD
    };

    /** Characters after which a long name may break. */
    private static final String JOINTS = "./-_:;,@";

    private TerminalText() {}

    /** Replaces control characters and line breaks by question marks. */
    public static String of(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().forEach(c -> printable.appendCodePoint(isText(c) ? c : '?'));
        return printable.toString();
    }

    /** As {@link #of}, with a space for a line break. */
    public static String inOneLine(String text) {
        return of(text.strip().replaceAll("\\s*\\R\\s*", " "));
    }

    private static boolean isText(int codePoint) {
        return switch (Character.getType(codePoint)) {
            // Control characters from U+0080 on can begin a sequence. Format characters turn the direction of writing,
            // or are invisible.
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }

    /** The width of a printable text in columns. */
    public static int width(String text) {
        return text.codePoints().map(TerminalText::width).sum();
    }

    private static int width(int codePoint) {
        if (codePoint < 0x300) {
            return 1;
        }
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        for (int i = 0; i < WIDE.length; i += 2) {
            if (codePoint >= WIDE[i] && codePoint <= WIDE[i + 1]) {
                return 2;
            }
        }
        return 1;
    }

    /**
     * Breaks a printable text into lines: between words, or else between parts of a name, or else anywhere.
     *
     * @param columns the greatest width, at least 2
     * @return at least one line
     */
    static List<String> wrap(String text, int columns) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (width(rest) > columns) {
            int end = breakWithin(rest, fitting(rest, columns));
            lines.add(rest.substring(0, end).stripTrailing());
            rest = rest.substring(end).stripLeading();
        }
        lines.add(rest);
        return lines;
    }

    /** The end of the part that fits. */
    private static int fitting(String text, int columns) {
        int end = 0;
        for (int width = width(text.codePointAt(0)); width <= columns; width += width(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    private static int breakWithin(String text, int fitting) {
        int space = text.lastIndexOf(' ', fitting);
        if (space > 0) {
            return space;
        }
        for (int end = fitting; end > 0; end--) {
            if (JOINTS.indexOf(text.charAt(end - 1)) >= 0) {
                return end;
            }
        }
        return fitting;
    }
}
