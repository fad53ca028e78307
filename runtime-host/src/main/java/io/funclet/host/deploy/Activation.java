package io.funclet.host.deploy;

import io.funclet.host.deploy.TimeLimit.Step;
import java.time.Duration;

/** Runs code of a bundle: within a time limit, and while no other bundle of its directory is being activated. */
final class Activation {

    private Activation() {}

    /**
     * Runs a step, in its turn, and waits for it.
     *
     * @param name of its thread
     * @param turns of the bundle's directory
     * @param workers on one of which this is called
     * @param limit how long the step may take
     * @param step what to run
     * @param check refuses to wait any longer; asked from time to time
     * @param leftBehind run by the thread itself when a step ends that nobody waits for any more
     * @throws TimeLimit.HangingException if it does not end in time, or before the check refuses to wait
     * @throws RefusedException as the step does
     */
    static void run(
            String name, Turns turns, DeployWorkers workers, Duration limit, Step step, Step check, Runnable leftBehind)
            throws RefusedException {
        Runnable endTurn = turns.take();
        try {
            // Waiting for the turn may have taken long.
            check.run();
            TimeLimit.run(name, limit, step, leftBehind, new HoldingUpNobody(workers, endTurn, check));
        } finally {
            endTurn.run();
        }
    }
}
