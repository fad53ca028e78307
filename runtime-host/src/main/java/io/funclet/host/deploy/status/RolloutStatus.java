package io.funclet.host.deploy.status;

import java.time.Duration;

/**
 * A function whose new version is compared with the one before it.
 *
 * @param file of the new version, without the directory
 * @param percent how many of the calls the new version gets
 * @param lasted since the comparison has begun
 * @param length after which the new version has proved itself
 * @param old the last calls on the version before it, from before the comparison, too
 */
public record RolloutStatus(
        String file, String function, int percent, Duration lasted, Duration length, Side now, Side old) {

    /**
     * One of the versions.
     *
     * @param calls those that have ended
     * @param errors those of them that failed
     * @param panics those of them that ended by an {@link Error}
     * @param p50 the median of the time in the function; zero without calls
     */
    public record Side(String version, long calls, long errors, long panics, Duration p50, Duration p99) {

        private String words() {
            return errors + " of " + calls + " calls of " + version + " failed";
        }
    }

    /** The figures in words. */
    public String words() {
        return "function " + function + " is compared for " + length.toSeconds() + " s, of which " + lasted.toSeconds()
                + " have passed: " + now.words() + ", and " + old.words();
    }
}
