package io.funclet.host.deploy.status;

import io.funclet.host.log.LogContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How a change of a file ended.
 *
 * @param at when it ended
 * @param file with the name of its directory
 * @param bundle symbolic name and version; empty if the file is no bundle
 * @param functions that the bundle offers
 * @param reason why it was rejected or has to wait, its warnings, or a remark; may be empty
 * @param warned whether it was accepted with warnings
 * @param retried whether it was rejected, and will be retried
 * @param took from the notice of the change to its end
 * @param origin of the jar
 */
public record Outcome(
        Instant at,
        String file,
        Kind kind,
        String bundle,
        Set<String> functions,
        String reason,
        boolean warned,
        boolean retried,
        Duration took,
        Origin origin) {

    /** Numbers, and addresses of objects, which differ each time. */
    private static final Pattern NUMBER = Pattern.compile("\\p{XDigit}*\\d\\p{XDigit}*");

    public enum Kind {
        /** It is installed for the first time. */
        DEPLOYED,
        /** It has replaced the former version. */
        UPDATED,
        /** It was installed already. Kept in no history. */
        UNCHANGED,
        /** The file is gone, and its bundle goes. */
        REMOVED,
        /** Waits for other bundles, or for resources. */
        WAITING,
        /** Needs another file in its place. */
        REJECTED,
        /** Not complete yet: looked at again. Not logged, and kept in no history. */
        INCOMPLETE
    }

    public Outcome as(Kind other) {
        return new Outcome(at, file, other, bundle, functions, reason, warned, retried, took, origin);
    }

    public Outcome asWarning() {
        return new Outcome(at, file, kind, bundle, functions, reason, true, retried, took, origin);
    }

    public Outcome asRetried() {
        return new Outcome(at, file, kind, bundle, functions, reason, warned, true, took, origin);
    }

    /** Whether it differs from another one. Numbers in the reason of a retry do not count. */
    public boolean isOtherThan(Outcome before) {
        return kind != before.kind
                || !reason.equals(before.reason)
                        && !(retried && before.retried && withoutNumbers(reason).equals(withoutNumbers(before.reason)));
    }

    private static String withoutNumbers(String text) {
        return NUMBER.matcher(text).replaceAll("#");
    }

    /** Whether its author or operator has to act. */
    public boolean isBad() {
        return kind == Kind.REJECTED || kind == Kind.WAITING || warned;
    }

    /**
     * What marks the line for the log.
     *
     * @param tenant whose directory it is; empty for the operator's own
     */
    public LogContext mark(String tenant) {
        int end = bundle.lastIndexOf(' ');
        String name = functions.isEmpty() && end > 0 ? bundle.substring(0, end) : String.join(",", functions);
        return LogContext.of(tenant, name, bundle.substring(end + 1));
    }

    /** The line for the log. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder();
        line.append(kind.name().toLowerCase(Locale.ROOT)).append(' ').append(file);
        if (!bundle.isEmpty()) {
            line.append(" (").append(bundle).append(')');
        }
        if (!functions.isEmpty()) {
            line.append(" with ").append(String.join(", ", functions));
        }
        line.append(" in ").append(took.toMillis()).append(" ms");
        if (!reason.isEmpty()) {
            line.append(": ").append(reason);
        }
        return retried ? line.append("; it is tried again by itself").toString() : line.toString();
    }
}
