package io.funclet.host.call.endpoint;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Finds calls that block the event loop. It has a thread of its own, because a blocked event loop runs no timers. The
 * thread starts with the first such call, and ends some time after the last one.
 */
public final class EventLoopWatchdog {

    private static final int IDLE_LOOKS = 100;

    private final AtomicBoolean awake = new AtomicBoolean();

    /** Whether a call came since the last look. */
    private volatile boolean needed;

    /** To be called before a call runs on this event loop. Returns whether it may: not without a watchdog thread. */
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
            // A call may have seen this thread just before its end.
        } while (needed && awake.compareAndSet(false, true));
    }

    private void lookWhileNeeded() {
        Set<Invocation> before = Set.of();
        for (int idle = 0; idle < IDLE_LOOKS; idle++) {
            LockSupport.parkNanos(this, EventLoopPermit.LIMIT_NANOS);
            // A call seen twice in a row has run all the time in between.
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
