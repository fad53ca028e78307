package io.funclet.host.deploy;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets the bundles of a directory be activated one after the other: components that use each other in a circle, and are
 * activated by two threads at once, would wait for each other for ever. Whoever takes long loses its turn, so that it
 * holds up nobody.
 */
final class Turns {

    private final Semaphore turn = new Semaphore(1, true);

    /** Waits for the turn. Returns what ends it, once, however often it is run. */
    Runnable take() throws RefusedException {
        try {
            turn.acquire();
        } catch (InterruptedException stopping) {
            throw new RefusedException("the process is stopping", stopping);
        }
        AtomicBoolean over = new AtomicBoolean();
        return () -> {
            if (over.compareAndSet(false, true)) {
                turn.release();
            }
        };
    }
}
