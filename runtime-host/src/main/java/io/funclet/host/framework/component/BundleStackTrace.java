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
    private static final String NO_CLASS = "java.lang.NoClassDefFoundError";
    private static final String INITIALIZER = "java.lang.ExceptionInInitializerError";

    /** The JVM throws this for later uses of a class whose initializer has failed. */
    private static final Pattern FAILED_BEFORE = Pattern.compile(INITIALIZER + ": Exception (.*) \\[in thread .*]");

    /** The loader and the module may precede the class. */
    private static final Pattern LINE =
            Pattern.compile("\\tat (?:[^/]*/)*([^/(]+)\\.([^./(]+)\\(([^:()]*)(?::(\\d+))?\\)");

    private static final int NATIVE = -2;

    /** The class with the first line of the message. */
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
            if (trace.place == null) {
                // Reflection or the JVM has only wrapped what the bundle threw.
                trace.setStackTrace(new StackTraceElement[0]);
            }
            trace.place = cause.place;
        }
        return trace;
    }

    static BundleStackTrace of(Throwable thrown, BundleStackFrames own) {
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

    /** The exception and its innermost cause, without exceptions that only repeat their cause. */
    String words() {
        List<String> chain = chain();
        for (int i = 0; i < chain.size() - 1; i++) {
            if (saysMore(chain.get(i), chain.get(i + 1))) {
                return chain.get(i) + ", caused by " + root();
            }
        }
        return root();
    }

    String root() {
        List<String> chain = chain();
        return chain.get(chain.size() - 1);
    }

    /** Whether it came from a static initializer. */
    boolean isOfAnInitializer() {
        return chain().stream().anyMatch(each -> each.startsWith(INITIALIZER));
    }

    /** The exception, its cause and so on. */
    private List<String> chain() {
        List<String> chain = new ArrayList<>();
        for (Throwable each = this; each != null; each = each.getCause()) {
            chain.add(each.toString());
        }
        Matcher before = FAILED_BEFORE.matcher(chain.get(chain.size() - 1));
        if (before.matches()) {
            chain.add(before.group(1));
        }
        return chain;
    }

    private static boolean saysMore(String thrown, String cause) {
        return thrown.contains(": ")
                && !thrown.endsWith(cause)
                && !thrown.startsWith(INITIALIZER)
                && !thrown.startsWith(NO_CLASS);
    }

    @Override
    public String toString() {
        return header;
    }
}
