package io.funclet.host.call.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CreditTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long BEGIN = 1000 * SECOND;

    /** Ten a second, and what two seconds have left over. */
    private final Credit credit = new Credit(10, 2 * SECOND, BEGIN);

    @Test
    void whatIsSaved_isThatOfTheBurst_afterAnyRest() {
        long later = BEGIN + 3600 * SECOND;
        assertEquals(0, credit.take(20, later));

        assertEquals(SECOND / 10, credit.take(1, later));
        assertEquals(SECOND / 10, credit.debt(later));
    }

    @Test
    void takingWhatIsNotThere_takesNothing_andTellsHowLongItIsMissing() {
        assertEquals(SECOND, credit.takeIfThere(30, BEGIN));
        assertTrue(credit.takeIfThere(20, BEGIN) <= 0);
        assertEquals(SECOND / 10, credit.takeIfThere(1, BEGIN));

        assertTrue(credit.takeIfThere(1, BEGIN + SECOND / 10) <= 0);
    }

    @Test
    void refill_givesAllOfTheBurst() {
        credit.take(100, BEGIN);

        credit.refill(BEGIN);

        assertEquals(-2 * SECOND, credit.debt(BEGIN));
    }
}
