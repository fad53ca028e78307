package io.funclet.host.deploy.jar;

import io.funclet.host.framework.isolation.PlatformBoundary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.regex.Pattern;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * What names a bundle, by its manifest. The framework accepts invalid names. The log and the metrics need valid ones, so
 * they must follow the grammar of OSGi Core, 1.3.2.
 *
 * @param fragmentHost the host of a fragment; {@code null} if it is none
 * @param exclusive whether two versions of it must not be active at once
 * @param remark what its author probably did not mean; may be empty
 */
public record BundleIdentity(
        String symbolicName, Version version, String fragmentHost, boolean exclusive, String remark) {

    /** The capability that {@code @ExclusiveFunction} gives to a bundle. */
    private static final String EXCLUSIVE = "io.funclet.exclusive";

    private static final Pattern SYMBOLIC_NAME = Pattern.compile("[a-zA-Z0-9_-]+(\\.[a-zA-Z0-9_-]+)*");

    private static final Set<String> NAMING =
            Set.of("bundle-symbolicname", "bundle-version", "bundle-manifestversion", "fragment-host");

    private static final int LONGEST_NAME = 255;

    private static final int LONGEST_QUOTE = 80;

    static BundleIdentity of(Attributes manifest) throws RejectedException {
        return new BundleIdentity(
                symbolicName(manifest),
                version(manifest),
                fragmentHost(manifest),
                isExclusive(manifest),
                remark(manifest));
    }

    /** Whether a jar is no bundle at all, and does not try to be one. */
    static boolean isMissing(Attributes manifest) {
        String name = manifest.getValue(Constants.BUNDLE_SYMBOLICNAME);
        // An empty name is one that the build had forgotten to set, as that of the API of JSON-B.
        return manifest.getValue(Constants.FRAGMENT_HOST) == null
                && (name == null ? manifest.getValue(Constants.BUNDLE_MANIFESTVERSION) == null : name.isBlank());
    }

    private static String remark(Attributes manifest) throws RejectedException {
        List<String> remarks = new ArrayList<>();
        String rules = manifest.getValue(Constants.BUNDLE_MANIFESTVERSION);
        if (rules == null || rules.strip().equals("1")) {
            remarks.add("has no " + Constants.BUNDLE_MANIFESTVERSION + ": 2, and is read by the rules of OSGi R3");
        } else if (!rules.strip().equals("2")) {
            throw new RejectedException(
                    "has a " + Constants.BUNDLE_MANIFESTVERSION + " that is not 2: " + quoted(rules.strip()));
        }
        String version = manifest.getValue(Constants.BUNDLE_VERSION);
        if (version == null || version.isBlank()) {
            remarks.add("has no " + Constants.BUNDLE_VERSION + ", and counts as 0.0.0");
        }
        return String.join("; ", remarks);
    }

    /** Rejects a manifest that names the bundle twice: readers disagree on which name counts. */
    static void requireOneOfEach(byte[] manifest) throws RejectedException {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String line : new String(manifest, StandardCharsets.ISO_8859_1).split("\\r\\n|\\r|\\n")) {
            if (line.isEmpty()) {
                // The main attributes end here.
                return;
            }
            String name = line.split(":", 2)[0];
            if (NAMING.contains(name.toLowerCase(Locale.ROOT)) && !names.add(name)) {
                throw new RejectedException("has the header " + name + " twice in its manifest");
            }
        }
    }

    private static String symbolicName(Attributes manifest) throws RejectedException {
        String name = name(manifest, Constants.BUNDLE_SYMBOLICNAME);
        if (name == null) {
            throw new RejectedException("is not an OSGi bundle: its manifest has no " + Constants.BUNDLE_SYMBOLICNAME);
        }
        requireName(Constants.BUNDLE_SYMBOLICNAME, name);
        if (PlatformBoundary.isOfTheFramework(name)) {
            throw new RejectedException("has the " + Constants.BUNDLE_SYMBOLICNAME + " of the framework: " + name);
        }
        return name;
    }

    private static String fragmentHost(Attributes manifest) throws RejectedException {
        String name = name(manifest, Constants.FRAGMENT_HOST);
        if (name != null) {
            requireName(Constants.FRAGMENT_HOST, name);
            if (PlatformBoundary.isOfTheFramework(name)) {
                throw new RejectedException("is a fragment of the framework, which would be a part of the runtime");
            }
        }
        return name;
    }

    private static void requireName(String header, String name) throws RejectedException {
        if (name.length() > LONGEST_NAME) {
            throw new RejectedException(
                    "has a " + header + " of " + name.length() + " characters, more than " + LONGEST_NAME);
        }
        if (!SYMBOLIC_NAME.matcher(name).matches()) {
            throw new RejectedException("has a " + header + " that is not a name: " + quoted(name)
                    + "; a name is made of letters, digits, _ and -, in parts with dots between them");
        }
    }

    /** The name in a header, without the directives and attributes that follow it. */
    private static String name(Attributes manifest, String header) {
        String value = manifest.getValue(header);
        return value == null ? null : value.split(";", 2)[0].strip();
    }

    private static Version version(Attributes manifest) throws RejectedException {
        String header = manifest.getValue(Constants.BUNDLE_VERSION);
        try {
            return Version.parseVersion(header);
        } catch (IllegalArgumentException e) {
            throw new RejectedException(
                    "has a " + Constants.BUNDLE_VERSION + " that is not a version: " + quoted(header.strip()), e);
        }
    }

    private static String quoted(String text) {
        return '"' + (text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "..." : text) + '"';
    }

    private static boolean isExclusive(Attributes manifest) {
        String provided = manifest.getValue(Constants.PROVIDE_CAPABILITY);
        return provided != null && provided.contains(EXCLUSIVE);
    }
}
