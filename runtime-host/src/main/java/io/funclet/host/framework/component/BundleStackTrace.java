package io.funclet.host.framework.component;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What code of a bundle threw when it was started, read from its printed stack trace: SCR keeps no more, and an exception
 * itself would keep the bundle's classes. It ends with the last line of the bundle's own, because those below are the
 * framework's.
 */
public final class BundleStackTrace extends Exception {

    private static final long serialVersionUID = 1L;

    private static final String CAUSE = "Caused by: ";

    /** With what precedes the class: its loader and its module. */
    private static final Pattern LINE =
            Pattern.compile("\\tat (?:[^/]*/)*([^/(]+)\\.([^./(]+)\\(([^:()]*)(?::(\\d+))?\\)");

    private static final int NATIVE = -2;

    private final String header;

    /** The first line that is the bundle's own; {@code null} if there is none. */
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
            // It is the bundle's class.
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

    /**
     * The first line of the bundle's own, of what was thrown first.
     *
     * @return a part of a phrase; empty if there is none
     */
    public String at() {
        return place == null ? "" : ", at " + place;
    }

    @Override
    public String toString() {
        return header;
    }
}
