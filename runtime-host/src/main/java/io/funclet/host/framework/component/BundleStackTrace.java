package io.funclet.host.framework.component;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An exception of a bundle's start, read from its printed stack trace. SCR keeps only that, and the exception itself
 * would keep the bundle's classes in memory. The trace ends with the bundle's last line, because those below are the
 * framework's.
 */
public final class BundleStackTrace extends Exception {

    private static final long serialVersionUID = 1L;

    private static final String CAUSE = "Caused by: ";

    /** The loader and the module may precede the class. */
    private static final Pattern LINE =
            Pattern.compile("\\tat (?:[^/]*/)*([^/(]+)\\.([^./(]+)\\(([^:()]*)(?::(\\d+))?\\)");

    private static final int NATIVE = -2;

    private final String header;

    /** The bundle's first line; {@code null} if there is none. */
    private StackTraceElement place;

    private BundleStackTrace(String header, BundleStackTrace cause) {
        super(header, cause, false, true);
        this.header = header;
    }

    static BundleStackTrace of(String printed, BundleStackFrames own) {
        List<String> lines = printed.strip().lines().toList();
        int next = 1;
        while (next < lines.size() && !lines.get(next).startsWith(CAUSE)) {
            next++;
        }
        BundleStackTrace cause = next < lines.size()
                ? of(String.join("\n", lines.subList(next, lines.size())).substring(CAUSE.length()), own)
                : null;
        BundleStackTrace trace = new BundleStackTrace(lines.isEmpty() ? "" : lines.get(0), cause);
        trace.read(lines.subList(Math.min(1, lines.size()), Math.min(next, lines.size())), own);
        if (cause != null && cause.place != null) {
            trace.place = cause.place;
        }
        return trace;
    }

    public static BundleStackTrace of(Throwable thrown, BundleStackFrames own) {
        StringWriter printed = new StringWriter();
        try {
            thrown.printStackTrace(new PrintWriter(printed, true));
        } catch (RuntimeException | Error cursed) {
            // The bundle's exception class cannot print itself.
            printed.write(thrown.getClass().getName());
        }
        return of(printed.toString(), own);
    }

    private void read(List<String> lines, BundleStackFrames own) {
        List<StackTraceElement> stack = new ArrayList<>();
        for (String line : lines) {
            Matcher at = LINE.matcher(line);
            if (at.matches()) {
                boolean isNative = at.group(3).equals("Native Method");
                int number = at.group(4) == null ? -1 : Integer.parseInt(at.group(4));
                stack.add(new StackTraceElement(
                        at.group(1), at.group(2), isNative ? null : at.group(3), isNative ? NATIVE : number));
            }
        }
        StackTraceElement[] all = stack.toArray(StackTraceElement[]::new);
        place = own.first(all).orElse(null);
        setStackTrace(stack.subList(0, own.depth(all)).toArray(StackTraceElement[]::new));
    }

    /** The bundle's first line in the innermost cause, as a part of a phrase; empty if there is none. */
    public String at() {
        return place == null ? "" : ", at " + place;
    }

    @Override
    public String toString() {
        return header;
    }
}
