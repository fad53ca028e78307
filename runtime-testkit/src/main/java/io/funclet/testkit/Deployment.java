package io.funclet.testkit;

import io.funclet.host.deploy.status.Outcome;
import java.util.Set;

/**
 * How a change of a file of the code directory ended.
 *
 * @param file its name in the code directory
 * @param kind how it ended
 * @param bundle symbolic name and version, such as {@code com.acme.gate 1.0.0}; empty if the file is no bundle
 * @param functions the functions that the bundle offers
 * @param reason why it was rejected or has to wait, its warnings, or a remark; may be empty
 * @param warned whether it was accepted with warnings
 * @param line what the runtime says about it in its log
 * @since 1.0
 */
public record Deployment(
        String file, Kind kind, String bundle, Set<String> functions, String reason, boolean warned, String line) {

    /** How changes end. More kinds may be added: a {@code switch} needs a {@code default}. */
    public enum Kind {
        /** The bundle is installed for the first time, and its functions can be called. */
        DEPLOYED,
        /** It has replaced the former version of the file. */
        UPDATED,
        /** The file has the content that is installed. */
        UNCHANGED,
        /** The file is gone, and its bundle goes when its running calls have ended. */
        REMOVED,
        /** The bundle waits for other bundles. */
        WAITING,
        /** The bundle cannot be used. A former version of the file goes on. */
        REJECTED
    }

    static Deployment of(String file, Outcome outcome, String hint) {
        Kind kind = Kind.valueOf(outcome.kind().name());
        String addition = kind == Kind.WAITING || kind == Kind.REJECTED ? hint : "";
        return new Deployment(
                file,
                kind,
                outcome.bundle(),
                outcome.functions(),
                outcome.reason() + addition,
                outcome.warned(),
                outcome + addition);
    }

    /** Whether the content of the file is installed and active. */
    public boolean isActive() {
        return kind == Kind.DEPLOYED || kind == Kind.UPDATED || kind == Kind.UNCHANGED;
    }

    /**
     * Requires that the content of the file is active.
     *
     * @return this
     * @throws AssertionError otherwise, with the words of the runtime
     */
    public Deployment orFail() {
        if (!isActive()) {
            throw new AssertionError(line);
        }
        return this;
    }

    /** The line of the runtime's log. */
    @Override
    public String toString() {
        return line;
    }
}
