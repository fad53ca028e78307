package io.funclet.host.config.source;

import java.util.Locale;
import java.util.Optional;

/** Finds the known word closest to an unknown one. Loaded only if there is one. */
public final class DidYouMean {

    /** A word may have one error, and one more for each so many letters. */
    private static final int LETTERS_FOR_AN_ERROR = 4;

    private static final int LEAST_BEGINNING = 3;

    private DidYouMean() {}

    /**
     * Finds the known word with the fewest corrections, else the only one that is a prefix of the given word or has it as a
     * prefix. Ignores case.
     */
    public static Optional<String> nearest(String word, Iterable<String> known) {
        String written = word.toLowerCase(Locale.ROOT);
        String nearest = null;
        int most = 1 + written.length() / LETTERS_FOR_AN_ERROR;
        String related = null;
        int relatives = 0;
        for (String candidate : known) {
            String right = candidate.toLowerCase(Locale.ROOT);
            int shorter = Math.min(written.length(), right.length());
            int corrections = corrections(written, right);
            // For words of two letters, one common letter is no evidence.
            if (corrections <= most && 2 * corrections < shorter) {
                most = corrections - 1;
                nearest = candidate;
            }
            if (shorter >= LEAST_BEGINNING && (right.startsWith(written) || written.startsWith(right))) {
                related = candidate;
                relatives++;
            }
        }
        return Optional.ofNullable(nearest != null || relatives != 1 ? nearest : related);
    }

    /** The edits between two words: letters added, removed, replaced or swapped with a neighbour. */
    private static int corrections(String from, String to) {
        int[] beforeLast = new int[to.length() + 1];
        int[] last = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            last[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] now = new int[to.length() + 1];
            now[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                boolean same = from.charAt(row - 1) == to.charAt(column - 1);
                now[column] = Math.min(last[column - 1] + (same ? 0 : 1), 1 + Math.min(last[column], now[column - 1]));
                if (row > 1
                        && column > 1
                        && from.charAt(row - 1) == to.charAt(column - 2)
                        && from.charAt(row - 2) == to.charAt(column - 1)) {
                    now[column] = Math.min(now[column], beforeLast[column - 2] + 1);
                }
            }
            beforeLast = last;
            last = now;
        }
        return last[to.length()];
    }
}
