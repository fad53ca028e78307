package io.funclet.host.deploy.file;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.deploy.status.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What operators have asked to be done with a file, and wait for. Thread-safe. */
public final class RequestedAttempts {

    /**
     * One of them.
     *
     * @param restart whether what serves is to be started anew, instead of what stands in the file being tried
     * @param outcome completed when that has been done, with how it ended
     */
    public record Request(boolean restart, CompletableFuture<Outcome> outcome) {}

    @GuardedBy("this")
    private List<Request> waiting = new ArrayList<>();

    synchronized CompletableFuture<Outcome> add(boolean restart) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        waiting.add(new Request(restart, outcome));
        return outcome;
    }

    /** All that wait. A deployment that begins now does what they ask for. */
    public synchronized List<Request> take() {
        List<Request> taken = waiting;
        waiting = new ArrayList<>();
        return taken;
    }

    /** They could not be served. */
    public synchronized void putBack(List<Request> requests) {
        waiting.addAll(0, requests);
    }
}
