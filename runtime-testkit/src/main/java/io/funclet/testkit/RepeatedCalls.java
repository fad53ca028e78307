package io.funclet.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A call that is made again and again, one after the other, as during an update. Close it before its runtime. Thread-safe.
 *
 * @since 1.0
 */
public final class RepeatedCalls implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Thread caller;

    /** All have the lock of this object. */
    private final List<FunctionResponse> changes = new ArrayList<>();

    private final List<FunctionResponse> failures = new ArrayList<>();
    private long begun;
    private boolean ending;

    RepeatedCalls(String function, Supplier<FunctionResponse> call) {
        caller = new Thread(() -> run(call), "calls of " + function);
        caller.setDaemon(true);
        caller.start();
    }

    private void run(Supplier<FunctionResponse> call) {
        while (begin()) {
            end(call.get());
        }
    }

    private synchronized boolean begin() {
        begun++;
        return !ending;
    }

    private synchronized void end(FunctionResponse response) {
        if (!response.isOk()) {
            failures.add(response);
        }
        if (changes.isEmpty() || !last().equals(response.toString())) {
            changes.add(response);
        }
        notifyAll();
    }

    private String last() {
        return changes.get(changes.size() - 1).toString();
    }

    /**
     * Waits until a call that begins from now on gets this response.
     *
     * @throws AssertionError if there is none within 30 s
     */
    public synchronized void await(String response) {
        long after = begun + 1;
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (begun <= after || !last().equals(response)) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0 || Thread.currentThread().isInterrupted()) {
                throw new AssertionError("no response is \"" + response + "\"; there were " + changes);
            }
            try {
                wait(left);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The responses so far, in their order, without those that were the same as the one before. */
    public synchronized List<String> responses() {
        return changes.stream().map(FunctionResponse::toString).toList();
    }

    /** The calls that have failed so far. */
    public synchronized List<FunctionResponse> failures() {
        return List.copyOf(failures);
    }

    /** Ends the calls, and waits for the last one. Does nothing the second time. */
    @Override
    public void close() {
        synchronized (this) {
            ending = true;
        }
        boolean interrupted = false;
        while (caller.isAlive()) {
            try {
                caller.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
