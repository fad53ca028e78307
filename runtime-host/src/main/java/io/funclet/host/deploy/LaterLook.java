package io.funclet.host.deploy;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Another look at a file when there may be room again; never more than one is ahead. Any thread. */
final class LaterLook {

    /** How long until a full disk is tried again. */
    private static final long ROOM_MILLIS = 5000;

    private final ScheduledExecutorService timers;
    private final Runnable look;

    /** The last one; {@code null} if there was none. Guarded by this object's monitor. */
    private Future<?> next;

    LaterLook(ScheduledExecutorService timers, Runnable look) {
        this.timers = timers;
        this.look = look;
    }

    synchronized void ask() {
        if (next == null || next.isDone()) {
            next = timers.schedule(look, ROOM_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}
