package io.funclet.host.call.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.stat.DurationCounts;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Plays updates: calls on two versions, looked at again and again as a process does. The numbers are the same each time. */
class SampleComparisonTest {

    /** As many times as a system property says. */
    private static final int UPDATES = Integer.getInteger("rollout.updates", 4000);

    /** By shape: the milliseconds that a call takes. */
    private static final Map<String, ToDoubleFunction<Random>> DURATIONS = new TreeMap<>(Map.of(
            "equal", random -> 0.05,
            "even", random -> 5 + 10 * random.nextDouble(),
            "exponential", random -> -20 * Math.log(1 - random.nextDouble()),
            "with a long tail", random -> 3 * Math.exp(1.5 * random.nextGaussian()),
            "with a cache", random -> random.nextInt(20) == 0 ? 200 : 0.2,
            "of two kinds", random -> random.nextBoolean() ? 1 : 300,
            "with the tail of Pareto", random -> 2 * Math.pow(1 - random.nextDouble(), -1 / 1.1)));

    private final Random random = new Random(18);

    /** A version that is called. */
    private final class Played {

        private final double errors;
        private final double panics;
        private final ToDoubleFunction<Random> millis;
        private final DurationCounts durations = new DurationCounts();
        private final CallSample sample = new CallSample();

        Played(double errors, double panics, ToDoubleFunction<Random> millis) {
            this.errors = errors;
            this.panics = panics;
            this.millis = millis;
        }

        void call(int times) {
            for (int call = 0; call < times; call++) {
                double fate = random.nextDouble();
                sample.ended(
                        fate < panics
                                ? CallFailure.FUNCTION_BROKEN
                                : fate < panics + errors ? CallFailure.FUNCTION_FAILED : null);
                durations.add((long) (1e6 * millis.applyAsDouble(random)));
            }
        }

        SampleFigures figures() {
            SampleFigures counted = sample.figures();
            return new SampleFigures(counted.calls(), counted.errors(), counted.panics(), durations.sum());
        }
    }

    /** After how many new calls the new version is taken back; -1 if it is kept. */
    private long takenBackAfter(Played old, int oldCalls, Played now, int newCalls) {
        old.call(oldCalls);
        SampleFigures before = old.figures();
        for (int look = 1; look <= SampleComparison.MOST_LOOKS; look++) {
            now.call(newCalls * look / SampleComparison.MOST_LOOKS
                    - (int) now.figures().calls());
            if (SampleComparison.worse(before, now.figures()).isPresent()) {
                return now.figures().calls();
            }
        }
        return -1;
    }

    private int upTo(double most) {
        return (int) Math.exp(random.nextDouble() * Math.log(most));
    }

    @Test
    void equalVersion_isNeverTakenBack() {
        double[] rates = {0, 0.001, 0.02, 0.3, 0.95};
        Map<String, Integer> played = new TreeMap<>();
        for (int update = 0; update < UPDATES; update++) {
            double errors = rates[random.nextInt(rates.length)];
            double panics = random.nextInt(4) == 0 ? 0.02 : 0;
            for (Map.Entry<String, ToDoubleFunction<Random>> shape : DURATIONS.entrySet()) {
                if (random.nextInt(DURATIONS.size()) > 0) {
                    continue;
                }
                int oldCalls = upTo(5000);
                int newCalls = upTo(5000);
                long taken = takenBackAfter(
                        new Played(errors, panics, shape.getValue()),
                        oldCalls,
                        new Played(errors, panics, shape.getValue()),
                        newCalls);
                assertEquals(
                        -1, taken, () -> "durations " + shape.getKey() + ", errors " + errors + ", calls " + oldCalls);
                played.merge(shape.getKey(), 1, Integer::sum);
            }
        }
        assertEquals(DURATIONS.keySet(), played.keySet());
    }

    @Test
    void versionThatFails_isTakenBackAfterAFewCalls() {
        for (int update = 0; update < 100; update++) {
            long taken = takenBackAfter(
                    new Played(0.001, 0, DURATIONS.get("even")), 1000, new Played(1, 0, DURATIONS.get("even")), 1000);
            assertTrue(taken > 0 && taken <= 10, () -> "after " + taken);
        }
    }

    @Test
    void versionThatFailsRarely_isTakenBack() {
        for (int update = 0; update < 100; update++) {
            assertTrue(takenBackAfter(
                            new Played(0, 0, DURATIONS.get("even")),
                            3000,
                            new Played(0.02, 0, DURATIONS.get("even")),
                            3000)
                    > 0);
        }
    }

    @Test
    void panics_countAlsoWhereMostCallsFailAnyway() {
        for (int update = 0; update < 100; update++) {
            assertTrue(takenBackAfter(
                            new Played(0.8, 0, DURATIONS.get("even")),
                            1000,
                            new Played(0.7, 0.1, DURATIONS.get("even")),
                            1000)
                    > 0);
        }
    }

    @Test
    void slowVersion_isTakenBack_whateverTheShape() {
        for (Map.Entry<String, ToDoubleFunction<Random>> shape : DURATIONS.entrySet()) {
            ToDoubleFunction<Random> slow = any -> 10 * shape.getValue().applyAsDouble(any) + 50;
            for (int update = 0; update < 20; update++) {
                assertTrue(
                        takenBackAfter(new Played(0, 0, shape.getValue()), 1000, new Played(0, 0, slow), 1000) > 0,
                        shape.getKey());
            }
        }
    }

    @Test
    void versionThatIsSlowNowAndThen_isTakenBack() {
        Played old = new Played(0, 0, any -> 1);
        Played now = new Played(0, 0, any -> any.nextInt(10) == 0 ? 200 : 1);
        assertTrue(takenBackAfter(old, 1000, now, 2000) > 0);
    }

    @Test
    void fewMilliseconds_doNotMatter() {
        Played old = new Played(0, 0, any -> 0.1);
        Played now = new Played(0, 0, any -> 5);
        assertEquals(-1, takenBackAfter(old, 1000, now, 3000));
    }

    @Test
    void fewCallsOfTheOldVersion_proveNothing() {
        for (int oldCalls = 0; oldCalls <= 3; oldCalls++) {
            Played old = new Played(0, 0, any -> 1);
            Played now = new Played(0.5, 0, any -> any.nextInt(2) * 1000);
            assertEquals(-1, takenBackAfter(old, oldCalls, now, 50));
        }
    }

    @Test
    void callsThatTheirCallersGiveUp_areNoErrors() {
        CallSample sample = new CallSample();
        sample.ended(CallFailure.CANCELLED);
        sample.ended(CallFailure.UNAVAILABLE);
        sample.ended(CallFailure.DEADLINE_EXCEEDED);
        assertEquals(1, sample.figures().calls());
        assertEquals(1, sample.figures().errors());
    }

    @Test
    void oldCalls_areForgottenWhenThereAreEnoughNewerOnes() throws Exception {
        CallSample sample = new CallSample();
        for (int call = 0; call < 1000; call++) {
            sample.ended(CallFailure.FUNCTION_FAILED);
        }
        sample.forgetOld();
        sample.ended(null);
        sample.forgetOld();
        assertEquals(1001, sample.figures().calls());
        for (int call = 0; call < 1000; call++) {
            sample.ended(null);
        }
        sample.forgetOld();
        assertEquals(1001, sample.figures().calls());
        assertEquals(0, sample.figures().errors());
    }

    @Test
    void fishersTest_hasTheProbabilitiesOfTables() {
        // The lady who tastes tea: 3 of 4 cups or more.
        assertEquals(17 / 70.0, FisherTest.probability(1, 4, 3, 4), 1e-12);
        assertEquals(1 / 70.0, FisherTest.probability(0, 4, 4, 4), 1e-12);
        assertEquals(1, FisherTest.probability(2, 4, 0, 4), 1e-12);
        assertEquals(1.0 / 53130, FisherTest.probability(0, 20, 5, 5), 1e-12);
        // 1/2 exactly, but for the term in the middle.
        assertEquals(0.5, FisherTest.probability(500_000, 1_000_000, 500_000, 1_000_000), 1e-3);
    }

    /** The load of the machine may change meanwhile. */
    @Test
    void versionThatTakesHalfAsLongAgain_isKept() {
        for (Map.Entry<String, ToDoubleFunction<Random>> shape : DURATIONS.entrySet()) {
            Played now = new Played(0, 0, any -> 1.5 * shape.getValue().applyAsDouble(any));
            assertEquals(-1, takenBackAfter(new Played(0, 0, shape.getValue()), 1000, now, 3000), shape.getKey());
        }
    }

    /** However improbable they are. */
    @Test
    void fewErrors_areNoReasonToTakeBack() {
        Played old = new Played(0, 0, DURATIONS.get("equal"));
        old.call(10_000);
        Played now = new Played(1, 0, DURATIONS.get("equal"));
        now.call(4);
        assertEquals(Optional.empty(), SampleComparison.worse(old.figures(), now.figures()));

        now.call(1);

        assertTrue(SampleComparison.worse(old.figures(), now.figures()).isPresent());
    }
}
