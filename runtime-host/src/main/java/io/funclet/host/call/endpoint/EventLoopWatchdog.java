package io.funclet.host.call.endpoint;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Sees that a call stays on the event loop, from a thread of its own: the timers of calls run on the event loop, and are
 * held up with all else there. The thread comes with the first such call, and goes some time after the last one.
 */
public final class EventLoopWatchdog {

    private static final int IDLE_LOOKS = 100;

    private final AtomicBoolean awake = new AtomicBoolean();

    /** Whether a call came since the last look. */
    private volatile boolean needed;

    /** A call is about to run on the calling thread. Returns whether it may: not if there is no thread to watch it from. */
    public boolean attend() {
        if (!needed) {
            needed = true;
        }
        if (!awake.get() && awake.compareAndSet(false, true)) {
            Thread thread = new Thread(null, this::watch, "call-watch", 0, false);
            thread.setDaemon(true);
            try {
                thread.start();
            } catch (OutOfMemoryError none) {
                awake.set(false);
                return false;
            }
        }
        return true;
    }

    private void watch() {
        do {
            lookWhileNeeded();
            awake.set(false);
            // A call that came just now has seen this thread, and not that it goes.
        } while (needed && awake.compareAndSet(false, true));
    }

    private void lookWhileNeeded() {
        Set<Invocation> before = Set.of();
        for (int idle = 0; idle < IDLE_LOOKS; idle++) {
            LockSupport.parkNanos(this, EventLoopPermit.LIMIT_NANOS);
            // One that was there at the last look too has been there for all the time between.
            Set<Invocation> now = new HashSet<>(CurrentCall.onEventLoops());
            before.stream().filter(now::contains).forEach(OverdueCalls::overstay);
            before = now;
            if (needed || !now.isEmpty()) {
                needed = false;
                idle = 0;
            }
        }
    }
}
