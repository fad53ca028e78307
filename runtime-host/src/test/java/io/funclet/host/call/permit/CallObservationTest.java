package io.funclet.host.call.permit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class CallObservationTest {

    private final CallObservation observation = new CallObservation();

    private static CallObservation.Look look(boolean waits) {
        CallObservation.Look look = new CallObservation.Look();
        if (waits) {
            LockSupport.parkNanos(1);
        }
        look.end();
        return look;
    }

    /** Other processes, or the collector, may make some of the calls look bad. */
    private void earn() {
        for (int trial = 0; !observation.isGranted() && trial < 100 * CallObservation.TRIALS; trial++) {
            observation.tried(look(false));
        }
        assertTrue(observation.isGranted());
    }

    @Test
    void callsThatAreShort_earnTheEventLoop() {
        earn();

        assertFalse(observation.wantsTrial());
    }

    @Test
    void callsThatWait_evenForAMoment_doNot() {
        for (int trial = 0; trial < 10 * CallObservation.TRIALS; trial++) {
            assertFalse(observation.tried(look(true)));
        }
    }

    @Test
    void callsThatBeginToWait_loseIt_andRestFromTrials() {
        earn();
        assertFalse(observation.seenOnLoop(look(true)));

        assertTrue(observation.seenOnLoop(look(true)));

        assertFalse(observation.isGranted());
        for (int call = 0; call < 2000; call++) {
            assertFalse(observation.wantsTrial());
        }
    }

    @Test
    void firstCalls_areNotLookedAt() {
        assertFalse(observation.wantsTrial());
    }
}
