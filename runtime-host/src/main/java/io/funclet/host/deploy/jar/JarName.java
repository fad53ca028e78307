package io.funclet.host.deploy.jar;

import java.util.regex.Pattern;

/**
 * Which files of a code directory are looked at, by their names: {@code *.jar}, in capital or small letters, because file
 * systems of memory cards show either; and not what begins with a dot, as tools name what is not finished yet.
 */
public final class JarName {

    /** For FileInstall, which goes by no name of its own accord. */
    public static final String PATTERN = "(?is)[^.].*\\.jar";

    private static final Pattern COMPILED = Pattern.compile(PATTERN);

    private JarName() {}

    public static boolean is(String fileName) {
        return COMPILED.matcher(fileName).matches();
    }
}
