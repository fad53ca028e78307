package io.funclet.host.deploy.status;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * How a change of a file ended, as it is kept.
 *
 * @param file with the name of its directory
 * @param bundle symbolic name and version; empty if the file was no bundle
 * @param digest {@code sha256:} and the digest of the jar; empty if it is not known
 * @param signer who had signed the jar, as in {@link FileStatus}
 * @param took from the notice of the change to its end; {@code null} if it is not known
 */
public record PastChange(
        Instant at,
        Outcome.Kind kind,
        String file,
        String bundle,
        Set<String> functions,
        String digest,
        String reason,
        String signer,
        Duration took) {

    public static PastChange of(Outcome outcome, String digest) {
        return new PastChange(
                outcome.at(),
                outcome.kind(),
                outcome.file(),
                outcome.bundle(),
                outcome.functions(),
                digest,
                outcome.reason(),
                outcome.origin().signer(),
                outcome.took());
    }

    /** Whether this is the name of a function, of the bundle, or of the file, with or without its directory. */
    public boolean concerns(String subject) {
        return functions.contains(subject)
                || bundle.equals(subject)
                || bundle.startsWith(subject + " ")
                || file.equals(subject)
                || file.endsWith("/" + subject);
    }
}
