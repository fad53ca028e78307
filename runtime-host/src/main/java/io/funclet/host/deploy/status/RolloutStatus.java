package io.funclet.host.deploy.status;

import java.time.Duration;

/**
 * A function whose new version is compared with the one before it.
 *
 * @param file of the new version, without the directory
 * @param percent how many of the calls the new version gets
 * @param lasted since the comparison has begun
 * @param length after which the new version has proved itself
 * @param held whether an operator has set the part of the calls, so that the comparison has no end
 * @param trend what the calls say so far
 * @param old the last calls on the version before it, from before the comparison, too
 * @param copies the new version gets these in place of calls; {@code null} if it gets calls
 */
public record RolloutStatus(
        String file,
        String function,
        int percent,
        Duration lasted,
        Duration length,
        boolean held,
        Trend trend,
        Side now,
        Side old,
        Copies copies) {

    /** What the calls of both versions say. */
    public enum Trend {
        /** The new version has had no calls. */
        NO_CALLS,
        /** The version before it has had no calls. */
        NO_CALLS_BEFORE,
        NOT_WORSE,
        /** Until the next look, which takes the new version back. */
        WORSE
    }

    /**
     * One of the versions.
     *
     * @param calls those that have ended
     * @param errors those of them that failed
     * @param panics those of them that ended by an {@link Error}
     * @param p50 the median of the time in the function; zero without calls
     */
    public record Side(String version, long calls, long errors, long panics, Duration p50, Duration p95, Duration p99) {

        private String words() {
            return errors + " of " + calls + " calls of " + version + " failed";
        }
    }

    /**
     * Copies of calls, whose replies are dropped.
     *
     * @param percent how many of the calls are copied
     * @param compared those that have ended
     * @param different those of them whose reply was not that of the old version
     * @param dropped those that were not made, because there was no room
     * @param example a difference, without any content; empty if there was none
     */
    public record Copies(int percent, long compared, long different, long dropped, String example) {

        /** The figures in words. */
        public String words() {
            return different + " of " + compared + " copies of calls have another reply"
                    + (example.isEmpty() ? "" : " (" + example + ")")
                    + (dropped == 0 ? "" : ", and " + dropped + " were dropped for lack of room");
        }
    }

    /** The figures in words. */
    public String words() {
        return "function " + function + " is compared for " + length.toSeconds() + " s, of which " + lasted.toSeconds()
                + " have passed: " + now.words() + ", and " + old.words()
                + (copies == null ? "" : "; " + copies.words());
    }
}
