package io.funclet.host.deploy.rollout;

import java.util.Locale;
import java.util.Optional;

/**
 * A content of a file that is not deployed again by itself.
 *
 * @param fingerprint of the content
 * @param substitute the fingerprint of the version that serves in its place; 0 if none does
 * @param reason in words that follow the name of the version
 */
public record TakenBack(long fingerprint, long substitute, String reason) {

    private static final int RADIX = 16;

    /** As one line for a file. */
    String text() {
        return hex(fingerprint) + " " + hex(substitute) + " " + reason;
    }

    /** Reads such a line; empty if it is none. */
    static Optional<TakenBack> read(String text) {
        String[] parts = text.split(" ", 3);
        try {
            return parts.length < 3
                    ? Optional.empty()
                    : Optional.of(new TakenBack(
                            Long.parseUnsignedLong(parts[0], RADIX),
                            Long.parseUnsignedLong(parts[1], RADIX),
                            parts[2]));
        } catch (NumberFormatException damaged) {
            return Optional.empty();
        }
    }

    static String hex(long fingerprint) {
        return String.format(Locale.ROOT, "%016x", fingerprint);
    }
}
