package io.funclet.host.framework.requirement;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;

/** Translates the framework's reason why a bundle does not resolve although each requirement could be met. */
public final class ResolverMessage {

    private static final Pattern TWO_SOURCES =
            Pattern.compile("exposed to package '([^']+)' from resources (\\S+) \\[.*?\\)] and (\\S+) \\[");

    private static final Pattern OWN_AND_ANOTHER =
            Pattern.compile("exports package '([^']+)' and is also exposed to it from resource (\\S+) \\[");

    /** The name of a class that no bundle has. */
    private static final String ANY = "any.Class";

    private ResolverMessage() {}

    /** A phrase about a bundle that does not resolve, although each requirement could be met. Runs no code of it. */
    public static String of(Bundle bundle) {
        try {
            // It is resolved for that, and the exception has the reason.
            bundle.loadClass(ANY);
        } catch (ClassNotFoundException reason) {
            if (reason.getCause() != null) {
                return words(String.valueOf(reason.getCause().getMessage()));
            }
        }
        return "does not resolve: each requirement could be met, but not all of them at once";
    }

    /** A phrase about the bundle; for an unknown reason, the first line of the message. */
    public static String words(String message) {
        Matcher two = TWO_SOURCES.matcher(message);
        if (two.find()) {
            return "would get package " + two.group(1) + " from " + two.group(2)
                    + " and, by way of what else it imports, from " + two.group(3) + ": it cannot have both";
        }
        Matcher own = OWN_AND_ANOTHER.matcher(message);
        if (own.find()) {
            return "exports package " + own.group(1) + ", and would get it, by way of what it imports, from "
                    + own.group(2) + ": it cannot have both";
        }
        return "does not resolve: " + message.lines().findFirst().orElse("");
    }
}
