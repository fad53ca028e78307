package io.funclet.host.soak;

import io.funclet.host.soak.probe.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Callers who never stop calling: each on a connection of its own, one call after the other, as managers do. Remembers
 * every failure, and in which order each caller saw which versions.
 *
 * <p>Thread-safe.
 */
public final class Traffic implements AutoCloseable {

    /** A connection to one function. */
    public interface Line extends AutoCloseable {

        /** Calls the function; an exception is a failed call. */
        byte[] call(byte[] event);

        @Override
        void close();
    }

    /** What happens takes less than that on the busiest machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Between two calls: the runtime, the callers and other work share few cores, and what counts is answers. */
    private static final Duration PAUSE = Duration.ofMillis(2);

    /** Pauses after a call of megabytes, which costs as much as a hundred others. */
    private static final int PAUSES_AFTER_LARGE = 10;

    private static final int LARGE_BYTES = 1 << 20;

    /** The first few tell all. */
    private static final int FAILURES_KEPT = 20;

    private final Duration pause;

    // All below are guarded by this object's monitor.
    private final List<Caller> callers = new ArrayList<>();
    private final Map<String, Long> firstAnswers = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();
    private long failed;
    private long answered;
    private long longestNanos;
    private boolean stopped;

    /** Calls as often as the machine bears, to be there when a version changes. */
    public Traffic() {
        this(PAUSE);
    }

    /** Each caller pauses for so long after each call. */
    public Traffic(Duration pause) {
        this.pause = pause;
    }

    /** Begins to send an event again and again. */
    public synchronized Traffic add(String name, Line line, byte[] event) {
        Caller caller = new Caller(name, line, event);
        callers.add(caller);
        caller.start();
        return this;
    }

    /** Waits until each caller's last answer is of a version. */
    public void awaitVersion(String version) throws InterruptedException {
        await(
                "all callers are answered by " + version,
                () -> callers.stream().allMatch(it -> it.last().equals(version)));
    }

    /** Waits until each caller has got so many more answers, of any version. */
    public void awaitResponses(int more) throws InterruptedException {
        List<Long> goals;
        synchronized (this) {
            goals = callers.stream().map(it -> it.answers + more).toList();
        }
        await(more + " more answers", () -> {
            for (int i = 0; i < goals.size(); i++) {
                if (callers.get(i).answers < goals.get(i)) {
                    return false;
                }
            }
            return true;
        });
    }

    /** Waits for the first answer of a version, and returns when it came, in the sense of {@link System#nanoTime}. */
    public long awaitFirst(String version) throws InterruptedException {
        await("an answer by " + version, () -> firstAnswers.containsKey(version));
        synchronized (this) {
            return firstAnswers.get(version);
        }
    }

    private synchronized void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new AssertionError("not within " + PATIENCE + ": " + what + "; " + this);
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /** The answered calls. */
    public synchronized long answered() {
        return answered;
    }

    /** How many calls failed. */
    public synchronized long failed() {
        return failed;
    }

    /** The first failed calls in words. */
    public synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    /** The longest call, since this was last asked. */
    public synchronized Duration takeLongest() {
        Duration longest = Duration.ofNanos(longestNanos);
        longestNanos = 0;
        return longest;
    }

    /** For each caller, the versions in the order in which they answered, each as often as it took over. */
    public synchronized Map<String, List<String>> histories() {
        Map<String, List<String>> histories = new LinkedHashMap<>();
        callers.forEach(it -> histories.put(it.getName(), List.copyOf(it.history)));
        return histories;
    }

    private synchronized void answered(Caller caller, String version, long nanos) {
        answered++;
        caller.answers++;
        longestNanos = Math.max(longestNanos, nanos);
        firstAnswers.putIfAbsent(version, System.nanoTime());
        if (!caller.last().equals(version)) {
            caller.history.add(version);
        }
        notifyAll();
    }

    private synchronized void failed(Caller caller, Exception failure, long nanos) {
        failed++;
        if (failures.size() < FAILURES_KEPT) {
            failures.add(caller.getName() + " after " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms: " + failure);
        }
        notifyAll();
    }

    private synchronized boolean goesOn() {
        return !stopped;
    }

    /** Lets the running calls end, and closes the connections. */
    @Override
    public void close() {
        List<Caller> all;
        synchronized (this) {
            stopped = true;
            all = List.copyOf(callers);
        }
        for (Caller caller : all) {
            try {
                caller.join(PATIENCE.toMillis());
            } catch (InterruptedException hurry) {
                // Further ones are not waited for either, but all lines are closed.
                Thread.currentThread().interrupt();
            }
            caller.line.close();
        }
    }

    @Override
    public synchronized String toString() {
        return answered + " calls answered, " + failed + " failed " + failures + ", versions " + histories();
    }

    private final class Caller extends Thread {

        private final Line line;
        private final byte[] event;

        /** Guarded by the traffic's monitor. */
        private final List<String> history = new ArrayList<>();

        /** Guarded by the traffic's monitor. */
        private long answers;

        Caller(String name, Line line, byte[] event) {
            super(name);
            this.line = line;
            this.event = event;
            setDaemon(true);
        }

        private String last() {
            return history.isEmpty() ? "" : history.get(history.size() - 1);
        }

        @Override
        public void run() {
            long pauseNanos = pause.toNanos() * (event.length < LARGE_BYTES ? 1 : PAUSES_AFTER_LARGE);
            while (goesOn()) {
                long begin = System.nanoTime();
                try {
                    String version = Probe.version(event, line.call(event));
                    answered(this, version, System.nanoTime() - begin);
                } catch (RuntimeException failure) {
                    failed(this, failure, System.nanoTime() - begin);
                }
                LockSupport.parkNanos(pauseNanos);
            }
        }
    }
}
