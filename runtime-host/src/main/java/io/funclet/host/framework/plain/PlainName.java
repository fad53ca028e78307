package io.funclet.host.framework.plain;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Version;

/**
 * Name and version of a jar without OSGi headers, in the form that bundles have.
 *
 * @param name has the form of a symbolic name
 * @param version {@code null} if the text has none
 */
record PlainName(String name, Version version) {

    private static final int LONGEST = 255;

    private static final Pattern FILE =
            Pattern.compile("(.+?)(?:-v?(\\d[\\w.+~-]*))?\\.jar", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** A number that an {@code int} holds. */
    private static final String NUMBER = "(\\d{1,9})(?!\\d)";

    private static final Pattern VERSION =
            Pattern.compile("v?" + NUMBER + "(?:\\." + NUMBER + "(?:\\." + NUMBER + ")?)?(.*)", Pattern.DOTALL);

    /** The name of a file, such as {@code kotlin-stdlib-2.2.0.jar}. */
    static PlainName ofFile(String fileName) {
        Matcher file = FILE.matcher(fileName);
        return file.matches()
                ? new PlainName(name(file.group(1)), version(file.group(2)).orElse(null))
                : new PlainName(name(fileName), null);
    }

    /** A text in the form of a symbolic name. */
    static String name(String text) {
        String name = text.strip()
                .replaceAll("[^a-zA-Z0-9_.-]", "_")
                .replaceAll("\\.{2,}", ".")
                .replaceAll("^\\.|\\.$", "");
        return name.isEmpty()
                ? "_"
                : name.substring(0, Math.min(name.length(), LONGEST)).replaceAll("\\.$", "");
    }

    /** A version as Maven and others write it, such as {@code 33.4.8-jre}; empty if the text is none. */
    static Optional<Version> version(String text) {
        // Kotlin writes 2.2.0-release-294(2.2.0).
        Matcher parts = VERSION.matcher(text == null ? "" : text.strip().split("[ (]", 2)[0]);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String qualifier = parts.group(4).replaceAll("^[._+~-]+", "").replaceAll("[^a-zA-Z0-9_-]", "-");
        return Optional.of(new Version(
                Integer.parseInt(parts.group(1)), number(parts.group(2)), number(parts.group(3)), qualifier));
    }

    private static int number(String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    /** Whether the name of a file begins with that of a Maven artifact. */
    static boolean isOf(String artifact, String fileName) {
        return fileName.toLowerCase(Locale.ROOT).startsWith(artifact.toLowerCase(Locale.ROOT));
    }
}
