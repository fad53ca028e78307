package io.funclet.host.call.endpoint;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Finds calls that block the event loop, and lets another thread take over the loop. It has a thread of its own, because
 * a blocked event loop runs no timers. The thread starts with the first such call, and ends some time after the last one.
 */
public final class EventLoopWatchdog {

    /** A call that two looks have found blocks the loop. */
    static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Looks are rarer while there are few calls, to let the processor sleep. */
    private static final long RAREST_LOOK_NANOS = 8 * LOOK_NANOS;

    private static final int IDLE_LOOKS = 100;

    private final AtomicBoolean awake = new AtomicBoolean();

    /** Whether a call came since the last look. */
    private volatile boolean needed;

    /** Whether the thread of the watchdog is busy with a call that it has found. */
    private volatile boolean absent;

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
        return !absent;
    }

    private void watch() {
        do {
            lookWhileNeeded();
            awake.set(false);
            // A call may have seen this thread just before its end.
        } while (needed && awake.compareAndSet(false, true));
    }

    private void lookWhileNeeded() {
        Set<Invocation> before = new HashSet<>();
        long wait = LOOK_NANOS;
        for (int idle = 0; idle < IDLE_LOOKS; idle++) {
            LockSupport.parkNanos(this, wait);
            // A call seen twice in a row has run all the time in between.
            Set<Invocation> now = new HashSet<>(CurrentCall.onEventLoops());
            before.retainAll(now);
            if (!before.isEmpty()) {
                absent = true;
                before.forEach(OverdueCalls::overstay);
                absent = false;
            }
            idle = needed || !now.isEmpty() ? 0 : idle;
            wait = needed || !before.containsAll(now) ? LOOK_NANOS : Math.min(2 * wait, RAREST_LOOK_NANOS);
            needed = false;
            before = now;
        }
    }
}
