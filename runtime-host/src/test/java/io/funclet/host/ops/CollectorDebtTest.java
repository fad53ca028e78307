package io.funclet.host.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CollectorDebtTest {

    private static final long BEGUN = Long.MAX_VALUE - 5;

    private long collecting;
    private long collections;
    private int seconds;

    private final CollectorDebt debt = new CollectorDebt(BEGUN, 0, 0);

    /** Lets a second pass. Returns whether the debt is too much then. */
    private boolean second(int collectingMillis, int count) {
        seconds++;
        collecting += collectingMillis;
        collections += count;
        // The clock may overflow.
        debt.add(BEGUN + TimeUnit.SECONDS.toNanos(seconds), collecting, collections);
        return debt.isTooMuch();
    }

    @Test
    void nothingButCollections_isTooMuch_afterSomeSeconds() {
        for (int i = 0; i < 4; i++) {
            assertFalse(second(1000, 5));
        }
        assertTrue(second(1000, 5));
    }

    @Test
    void aTenthForAllElse_isNotTooMuch_howeverLong() {
        for (int i = 0; i < 1000; i++) {
            assertFalse(second(900, 5));
        }
    }

    @Test
    void aFiftieth_isTooMuch_inTheEnd() {
        int needed = 1;
        while (!second(980, 5)) {
            needed++;
        }
        assertEquals(7, needed);
    }

    @Test
    void fewLongCollections_areNotTooMuch() {
        for (int i = 0; i < 9; i++) {
            assertFalse(second(1000, 1));
        }
    }

    @Test
    void debtIsPaidBack_byWhatGoesOn_andCollectionsBeforeDoNotCount() {
        for (int i = 0; i < 5; i++) {
            second(1000, 5);
        }
        assertTrue(debt.isTooMuch());

        assertFalse(second(400, 5));
        for (int i = 0; i < 9; i++) {
            assertFalse(second(1000, 1));
        }
        assertTrue(second(1000, 1));
    }
}
