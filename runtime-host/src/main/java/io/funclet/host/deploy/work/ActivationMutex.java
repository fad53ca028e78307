package io.funclet.host.deploy.work;

import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.work.BoundedTask.Patience;
import io.funclet.host.deploy.work.BoundedTask.Step;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets the bundles of a directory be activated one after the other: two threads that activate components which use each other
 * would wait for each other forever. A bundle that takes long loses its turn, so that it does not hold up the others.
 */
public final class ActivationMutex {

    private final Semaphore turn = new Semaphore(1, true);

    /**
     * Runs code of a bundle, in its turn, within a time limit, and waits for it.
     *
     * @param workers this is called on one of them
     * @param check throws to end the wait; run from time to time
     * @param leftBehind run by the thread itself when a step ends after the wait for it
     * @throws BoundedTask.HangingException if it does not end in time, or before the check ends the wait
     */
    public void run(String jar, DeployWorkers workers, Duration limit, Step step, Step check, Runnable leftBehind)
            throws RejectedException {
        try {
            turn.acquire();
        } catch (InterruptedException stopping) {
            throw new RejectedException("the process is stopping", stopping);
        }
        AtomicBoolean over = new AtomicBoolean();
        Patience patience = new Patience() {
            @Override
            public void begin() {
                workers.begin();
                endTurn(over);
            }

            @Override
            public void end() {
                workers.end();
            }

            @Override
            public void check() throws RejectedException {
                check.run();
            }
        };
        try {
            // Waiting for the turn may have taken long.
            check.run();
            BoundedTask.run("start", jar, limit, step, leftBehind, patience);
        } finally {
            endTurn(over);
        }
    }

    private void endTurn(AtomicBoolean over) {
        if (!over.getAndSet(true)) {
            turn.release();
        }
    }
}
