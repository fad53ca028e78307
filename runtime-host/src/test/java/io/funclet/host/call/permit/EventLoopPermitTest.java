package io.funclet.host.call.permit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EventLoopPermitTest {

    private static final long SHORT = EventLoopPermit.LIMIT_NANOS;
    private static final long LONG = SHORT + 1;

    private final EventLoopPermit pass = new EventLoopPermit(true);

    @Test
    void promise_isBelievedOnceACallWasShort() {
        assertFalse(pass.isGranted());

        assertFalse(pass.tried(pass.trial(), LONG));
        assertFalse(pass.isGranted());

        assertFalse(pass.tried(pass.trial(), SHORT));
        assertTrue(pass.isGranted());
    }

    @Test
    void promise_isBrokenByLongCallsInARow() {
        for (int i = 1; i < EventLoopPermit.SLOW_TRIALS; i++) {
            assertFalse(pass.tried(pass.trial(), LONG));
        }
        assertTrue(pass.tried(pass.trial(), LONG));

        assertFalse(pass.tried(pass.trial(), SHORT));
        assertFalse(pass.isGranted());
        assertFalse(pass.revoke());
    }

    @Test
    void longCallsSideBySide_countAsOne() {
        int trial = pass.trial();
        for (int i = 0; i < 10 * EventLoopPermit.SLOW_TRIALS; i++) {
            assertFalse(pass.tried(trial, LONG));
        }

        pass.tried(trial, SHORT);
        assertTrue(pass.isGranted());
    }

    @Test
    void longTrialThatEndsAfterTheGrant_doesNotTakeItBack() {
        int trial = pass.trial();
        pass.tried(trial, SHORT);

        assertFalse(pass.tried(trial, LONG));

        assertTrue(pass.isGranted());
    }

    @Test
    void revokedPass_isNews_once() {
        pass.tried(pass.trial(), SHORT);

        assertTrue(pass.revoke());
        assertFalse(pass.revoke());
        assertFalse(pass.isGranted());
    }

    @Test
    void versionWithoutThePromise_hasNothingToBeTried() {
        EventLoopPermit none = new EventLoopPermit(false);

        assertTrue(none.trial() < 0);
        none.tried(none.trial(), SHORT);
        assertFalse(none.isGranted());
        assertFalse(none.revoke(), "a promise that nothing has made is not broken");
    }
}
