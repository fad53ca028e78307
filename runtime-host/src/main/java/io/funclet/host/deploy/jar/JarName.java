package io.funclet.host.deploy.jar;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which files of a code directory are looked at: {@code *.jar}, in upper or lower case, because memory cards show either.
 * Not names that begin with a dot, which tools use for unfinished files.
 */
public final class JarName {

    /** For FileInstall. */
    public static final String PATTERN = "(?is)[^.].*\\.jar";

    /** Stands for the class path of a directory, which is no file and has all its plain jars. */
    public static final String CLASS_PATH = "plain jars";

    private static final String SET = ".set.jar";

    private static final Pattern COMPILED = Pattern.compile(PATTERN);

    private JarName() {}

    /** Whether it is the name of a set: a list of jars that are deployed together, and not a jar that runs. */
    public static boolean isSet(String fileName) {
        return fileName.regionMatches(true, fileName.length() - SET.length(), SET, 0, SET.length()) && is(fileName);
    }

    public static boolean is(String fileName) {
        return COMPILED.matcher(fileName).matches();
    }

    /** A phrase about why a file of this name is not looked at; empty if it is. */
    public static Optional<String> fault(String fileName) {
        if (is(fileName)) {
            return Optional.empty();
        }
        return Optional.of(
                fileName.startsWith(".") ? "begins with a dot, as tools name unfinished files" : "is not called *.jar");
    }
}
