package io.funclet.host.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GcOverheadTest {

    /** The clock may overflow. */
    private static final long BEGUN = Long.MAX_VALUE - 5;

    private long collecting;
    private long other;
    private int seconds;

    private final GcOverhead debt = new GcOverhead(BEGUN, new GcTime(0, 0));

    /** Lets a second pass. Returns whether the debt is too much then. */
    private boolean second(int collectingMillis, int otherMillis) {
        seconds++;
        collecting += collectingMillis;
        other += otherMillis;
        debt.add(
                BEGUN + TimeUnit.SECONDS.toNanos(seconds),
                new GcTime(
                        TimeUnit.MILLISECONDS.toNanos(collecting), TimeUnit.MILLISECONDS.toNanos(collecting + other)));
        return debt.isTooMuch();
    }

    @Test
    void nothingButCollections_isTooMuch_afterSomeSeconds() {
        for (int i = 0; i < 4; i++) {
            assertFalse(second(1000, 0));
        }
        assertTrue(second(1000, 0));
    }

    @Test
    void aTenthForAllElse_isNotTooMuch_howeverLong() {
        for (int i = 0; i < 1000; i++) {
            assertFalse(second(900, 100));
        }
    }

    @Test
    void aFiftieth_isTooMuch_inTheEnd_alsoIfOtherProcessesTakeMost() {
        int needed = 1;
        while (!second(98, 2)) {
            needed++;
        }
        assertEquals(63, needed);
    }

    @Test
    void oneLongCollection_isNotTooMuch() {
        assertFalse(second(20_000, 0));
        assertFalse(second(0, 1000));
        assertFalse(second(20_000, 0));
        assertFalse(second(0, 10));
        assertFalse(second(20_000, 0));
    }

    @Test
    void debtIsPaidBack_byWhatGoesOn() {
        for (int i = 0; i < 5; i++) {
            second(1000, 0);
        }
        assertTrue(debt.isTooMuch());

        assertFalse(second(400, 600));
    }
}
