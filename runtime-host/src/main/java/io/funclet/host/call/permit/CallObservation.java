package io.funclet.host.call.permit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.TimeUnit;

/**
 * Observes whether the calls of one version are short and never wait, so that they may run on event loops. They begin on
 * workers. They go there again when calls on event loops take long or wait, for a time that doubles each time.
 *
 * <p>Thread-safe. Only some calls are looked at.
 */
public final class CallObservation {

    /** A call that takes longer is not short. An event loop has time for some such calls between its reads. */
    static final long SHORT_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    /** A call on an event loop may take longer at times: the collector, or another process, has the processor. */
    private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** The first calls load classes, and are not compiled yet. A start looks at none. */
    private static final int WARM_UP_CALLS = 512;

    /** Of the others on workers, one in so many is looked at; a power of two. */
    private static final int SAMPLING = 4;

    /** So many are looked at before the verdict. A thread may wait for the collector, too. */
    static final int TRIALS = 64;

    private static final int MOST_BAD_TRIALS = 4;

    /** A bad call on an event loop costs as much as this many good ones earn. */
    private static final int BAD_WORTH = 4;

    private static final int MOST_DEBT = 2 * BAD_WORTH;

    private static final long FIRST_REST_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** A stay of so many times the rest was no mistake. */
    private static final int LONG_STAY = 16;

    private static final long LONGEST_REST_NANOS = TimeUnit.HOURS.toNanos(1);

    /** Written under this object's monitor. */
    private volatile boolean granted;

    /** Calls on workers, roughly: several threads count without care. */
    private int calls;

    /** On workers there is no look at calls before. Written under this object's monitor. */
    private volatile long restsUntil;

    @GuardedBy("this")
    private long restNanos = FIRST_REST_NANOS;

    @GuardedBy("this")
    private long grantedSince;

    @GuardedBy("this")
    private int good;

    @GuardedBy("this")
    private int bad;

    @GuardedBy("this")
    private int debt;

    /** Whether calls may run on event loops. */
    public boolean isGranted() {
        return granted;
    }

    /** Whether a call that is about to run on a worker should be looked at. */
    public boolean wantsTrial() {
        if (granted) {
            return false;
        }
        int now = ++calls;
        return now > WARM_UP_CALLS
                && (now & SAMPLING - 1) == 0
                && (restsUntil == 0 || System.nanoTime() - restsUntil >= 0);
    }

    /** A look at one call. */
    public static final class Look {

        private final long waits = ThreadWaits.count();
        private final long begun = System.nanoTime();
        private long nanos;
        private boolean waited;

        /** The function of the call has returned. On the thread of the call, as the beginning. */
        public void end() {
            nanos = System.nanoTime() - begun;
            // Where the system does not say, each call counts as one that has waited.
            waited = waits < 0 || ThreadWaits.count() != waits;
        }
    }

    /** A call has been looked at on a worker. Returns whether from now on calls may run on event loops. */
    public synchronized boolean tried(Look look) {
        if (granted) {
            return false;
        }
        if (look.waited || look.nanos > SHORT_NANOS) {
            bad++;
        } else {
            good++;
        }
        if (bad > MOST_BAD_TRIALS) {
            rest();
        } else if (good + bad >= TRIALS) {
            granted = true;
            grantedSince = System.nanoTime();
            good = 0;
            bad = 0;
        }
        return granted;
    }

    /** A call has been looked at on an event loop. Returns whether from now on calls run on workers. */
    public synchronized boolean seenOnLoop(Look look) {
        debt = look.waited || look.nanos > LONG_NANOS ? debt + BAD_WORTH : Math.max(0, debt - 1);
        return debt >= MOST_DEBT && revoke();
    }

    /** From now on calls run on workers. Returns whether that changed anything. */
    public synchronized boolean revoke() {
        boolean was = granted;
        granted = false;
        if (was) {
            if (System.nanoTime() - grantedSince > LONG_STAY * restNanos) {
                restNanos = FIRST_REST_NANOS;
            }
            rest();
        }
        return was;
    }

    @GuardedBy("this")
    private void rest() {
        restsUntil = System.nanoTime() + restNanos | 1;
        restNanos = Math.min(2 * restNanos, LONGEST_REST_NANOS);
        good = 0;
        bad = 0;
        debt = 0;
    }
}
