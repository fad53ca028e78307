package io.funclet.host.deploy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * How the last change of a file ended.
 *
 * @param file the file
 * @param kind what happened
 * @param bundle symbolic name and version; empty if the file is no bundle
 * @param functions the functions that the bundle offers
 * @param reason why it was refused or has to wait; empty if it was taken
 * @param took from the notice of the change to its end
 */
record Outcome(Path file, Kind kind, String bundle, Set<String> functions, String reason, Duration took) {

    /** The line for the log. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder();
        line.append(kind.name().toLowerCase(Locale.ROOT)).append(' ').append(file.getFileName());
        if (!bundle.isEmpty()) {
            line.append(" (").append(bundle).append(')');
        }
        if (!functions.isEmpty()) {
            line.append(" with ").append(String.join(", ", functions));
        }
        line.append(" in ").append(took.toMillis()).append(" ms");
        return reason.isEmpty()
                ? line.toString()
                : line.append(": ").append(reason).toString();
    }

    /** What can become of a change. */
    enum Kind {
        DEPLOYED,
        UPDATED,
        UNCHANGED,
        REMOVED,
        WAITING,
        REFUSED
    }
}
