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

    /** The beginning of the reason, if an operator has asked for it. */
    public static final String ROLLED_BACK = "was rolled back, as was asked for";

    private static final int RADIX = 16;

    /** As one line for a file. */
    String text() {
        return hex(fingerprint) + " " + hex(substitute) + " " + reason;
    }

    /**
     * Whether a comparison has done what an operator asks for by a rollback: the version that the file has is gone. The
     * operator may have seen it, and not know yet.
     *
     * @param content what the file has now
     * @param serving what serves in its place
     */
    public boolean forestalls(long content, long serving) {
        return !reason.startsWith(ROLLED_BACK) && fingerprint == content && substitute == serving;
    }

    /** The same, confirmed by the operator: the next rollback goes back by another version. */
    public TakenBack confirmed() {
        return new TakenBack(fingerprint, substitute, ROLLED_BACK + "; before, it " + reason);
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
