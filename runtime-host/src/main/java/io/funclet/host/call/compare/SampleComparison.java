package io.funclet.host.call.compare;

import io.funclet.host.call.stat.Latency;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * The rule by which a new version is worse than the old one. docs/explanation/updates.md describes it.
 *
 * <p>It asks three questions: are more calls errors, are more of them panics, are more of them slow? A difference counts if
 * it matters, and if chance would bring it about only once in a hundred million looks.
 */
public final class SampleComparison {

    /** How often one update may be looked at: the bound of the probability is for all of them together. */
    public static final int MOST_LOOKS = 100;

    /** Of taking back a version that is as good as the old one, by each question, in all looks together. */
    private static final double RISK = 1e-6;

    /** A difference that chance would bring about more rarely than that, at one look, is reason to compare more calls. */
    private static final double DOUBT = 0.01;

    private static final int FEWEST = 5;

    /** So many times more errors. */
    private static final double MORE_ERRORS = 1.5;

    /** So many times longer than the old version's calls, and by so much: then a call is slow. */
    private static final int LONGER = 2;

    private static final Duration LONGER_BY = Duration.ofMillis(10);

    /** So many more of all calls are slow, measured by the old version's median or by its tail. */
    private static final double MORE_THAN_MEDIAN = 0.25;

    private static final double MORE_THAN_TAIL = 0.05;
    private static final double TAIL = 0.95;

    private SampleComparison() {}

    /** Why the new version is worse, in words that follow its name; empty if that is not known. */
    public static Optional<String> worse(SampleFigures old, SampleFigures now) {
        return worse(old, now, RISK / MOST_LOOKS);
    }

    /** Whether the new version looks worse, although that may be chance: there are too few calls to know. */
    public static boolean isDoubtful(SampleFigures old, SampleFigures now) {
        return worse(old, now, DOUBT).isPresent();
    }

    private static Optional<String> worse(SampleFigures old, SampleFigures now, double risk) {
        if (exceeds(old.panics(), old.calls(), now.panics(), now.calls(), risk)) {
            return Optional.of(
                    sentence("of its calls end by an Error", now.panics(), now.calls(), old.panics(), old.calls()));
        }
        if (exceeds(old.errors(), old.calls(), now.errors(), now.calls(), risk)) {
            return Optional.of(sentence("of its calls fail", now.errors(), now.calls(), old.errors(), old.calls()));
        }
        return slower(old.durations(), now.durations(), 0.5, MORE_THAN_MEDIAN, risk)
                .or(() -> slower(old.durations(), now.durations(), TAIL, MORE_THAN_TAIL, risk));
    }

    private static Optional<String> slower(Latency old, Latency now, double quantile, double more, double risk) {
        long usual = old.quantile(quantile).toNanos();
        Duration slow = Duration.ofNanos(Math.max(LONGER * usual, usual + LONGER_BY.toNanos()));
        long oldSlow = old.countFrom(slow);
        long nowSlow = now.countFrom(slow);
        long oldCalls = old.count();
        long nowCalls = now.count();
        boolean matters = part(nowSlow, nowCalls) - part(oldSlow, oldCalls) >= more;
        return matters && exceeds(oldSlow, oldCalls, nowSlow, nowCalls, risk)
                ? Optional.of(sentence(
                        "of its calls take more than " + millis(slow) + " ms", nowSlow, nowCalls, oldSlow, oldCalls))
                : Optional.empty();
    }

    private static boolean exceeds(long old, long oldCalls, long now, long nowCalls, double risk) {
        return now >= FEWEST
                && oldCalls > 0
                && part(now, nowCalls) >= MORE_ERRORS * part(old, oldCalls)
                && FisherTest.probability(old, oldCalls, now, nowCalls) < risk;
    }

    private static double part(long some, long all) {
        return all == 0 ? 0 : (double) some / all;
    }

    private static String sentence(String what, long now, long nowCalls, long old, long oldCalls) {
        return String.format(Locale.ROOT, "%d of %d %s, and %d of %d", now, nowCalls, what, old, oldCalls);
    }

    private static long millis(Duration duration) {
        return Math.round(duration.toNanos() / 1e6);
    }
}
