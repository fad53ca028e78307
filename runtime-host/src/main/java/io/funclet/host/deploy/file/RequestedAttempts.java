package io.funclet.host.deploy.file;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.deploy.status.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The attempts at a file that operators have asked for, and wait for. Thread-safe. */
public final class RequestedAttempts {

    /**
     * One of them.
     *
     * @param restart whether to restart the bundle that serves, instead of trying the content of the file
     * @param outcome completed with how it ended
     */
    public record Request(boolean restart, CompletableFuture<Outcome> outcome) {}

    @GuardedBy("this")
    private List<Request> waiting = new ArrayList<>();

    synchronized CompletableFuture<Outcome> add(boolean restart) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        waiting.add(new Request(restart, outcome));
        return outcome;
    }

    /** Takes all that wait. */
    public synchronized List<Request> take() {
        List<Request> taken = waiting;
        waiting = new ArrayList<>();
        return taken;
    }

    /** They could not be done yet. */
    public synchronized void putBack(List<Request> requests) {
        waiting.addAll(0, requests);
    }
}
