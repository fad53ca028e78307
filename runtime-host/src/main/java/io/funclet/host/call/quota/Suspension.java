package io.funclet.host.call.quota;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.log.LogContext;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Whether all calls of a tenant or a function are rejected, because many went over a quota. Thread-safe. */
final class Suspension {

    private static final Logger LOG = Logger.getLogger(Suspension.class.getName());

    private final String name;
    private final String words;
    private final LogContext mark;
    private final OptionalInt most;
    private final Runnable change;

    /** {@code null} if there is none. */
    private volatile Begun begun;

    @GuardedBy("this")
    private final RejectedSeconds rejected = new RejectedSeconds();

    private record Begun(Instant since, String reason) {}

    /**
     * None yet.
     *
     * @param words what is suspended
     * @param mark of log lines
     * @param most in how many seconds of a minute calls are rejected before it begins
     * @param change runs after it has begun and after it has ended
     */
    Suspension(String name, String words, LogContext mark, OptionalInt most, Runnable change) {
        this.name = name;
        this.words = words;
        this.mark = mark;
        this.most = most;
        this.change = change;
    }

    /** {@code null} if there is none. */
    String reason() {
        Begun now = begun;
        return now == null ? null : now.reason();
    }

    /** {@code null} if there is none. */
    Instant since() {
        Begun now = begun;
        return now == null ? null : now.since();
    }

    /** A call was rejected. */
    synchronized void count(Quota quota, long now) {
        if (most.isEmpty() || begun != null || rejected.add(now) < most.getAsInt()) {
            return;
        }
        Instant since = Instant.now();
        String reason = words + " is suspended since " + since + ", because calls over its " + quota
                + " were rejected in " + most.getAsInt()
                + " seconds of a minute; an operator ends this by: funclet resume "
                + name;
        begun = new Begun(since, reason);
        mark.log(LOG, Level.SEVERE, reason);
        change.run();
    }

    /** Ends it; before, runs something. Returns whether there was one. */
    synchronized boolean end(Runnable before) {
        if (begun == null) {
            return false;
        }
        before.run();
        rejected.clear();
        begun = null;
        mark.log(LOG, Level.INFO, words + " is not suspended any more");
        change.run();
        return true;
    }
}
