package io.funclet.host.framework.component;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The stack trace of an exception as text, which is all that SCR keeps. */
final class ScrStackTrace {

    private static final String CAUSE = "Caused by: ";
    private static final String NO_CLASS = "java.lang.NoClassDefFoundError";
    private static final String INITIALIZER = "java.lang.ExceptionInInitializerError";

    /** The JVM throws this for later uses of a class whose initializer has failed. */
    private static final Pattern FAILED_BEFORE = Pattern.compile(INITIALIZER + ": Exception (.*) \\[in thread .*]");

    /** An exception, its cause and so on, each with its message as far as that is on one line. */
    private final List<String> chain = new ArrayList<>();

    ScrStackTrace(String text) {
        String[] lines = text.strip().split("\\R");
        chain.add(lines[0]);
        for (String line : lines) {
            if (line.startsWith(CAUSE)) {
                chain.add(line.substring(CAUSE.length()));
            }
        }
        Matcher before = FAILED_BEFORE.matcher(root());
        if (before.matches()) {
            chain.add(before.group(1));
        }
    }

    /** The innermost cause. */
    String root() {
        return chain.get(chain.size() - 1);
    }

    /** Whether it came from a static initializer. */
    boolean isOfAnInitializer() {
        return chain.stream().anyMatch(each -> each.startsWith(INITIALIZER));
    }

    /** The exception and its innermost cause, without exceptions that only repeat their cause. */
    @Override
    public String toString() {
        String root = root();
        for (int i = 0; i < chain.size() - 1; i++) {
            if (says(chain.get(i), chain.get(i + 1))) {
                return chain.get(i) + ", caused by " + root;
            }
        }
        return root;
    }

    /** Whether an exception says more than its cause. */
    private static boolean says(String thrown, String cause) {
        return thrown.contains(": ")
                && !thrown.endsWith(cause)
                && !thrown.startsWith(INITIALIZER)
                && !thrown.startsWith(NO_CLASS);
    }
}
