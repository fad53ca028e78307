package io.funclet.host.deploy.directory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.call.stat.DurationCounts;
import io.funclet.host.call.stat.Latency;
import io.funclet.host.deploy.status.Outcome;
import io.funclet.host.deploy.status.Outcome.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** How the last changes of a code directory ended, and counts of all. Any thread. */
public final class History {

    public static final int MOST = 50;

    /** The newest first. */
    @GuardedBy("this")
    private final Deque<Outcome> outcomes = new ArrayDeque<>();

    @GuardedBy("this")
    private final Map<Kind, DurationCounts> durations = new EnumMap<>(Kind.class);

    private volatile Consumer<Outcome> keeper = outcome -> {};

    private final AtomicLong retries = new AtomicLong();

    /** Sets what is told of each change from now on. */
    public void keepBy(Consumer<Outcome> journal) {
        keeper = journal;
    }

    public void add(Outcome outcome) {
        remember(outcome);
        keeper.accept(outcome);
    }

    private synchronized void remember(Outcome outcome) {
        durations.computeIfAbsent(outcome.kind(), kind -> new DurationCounts()).add(outcome.took());
        outcomes.addFirst(outcome);
        if (outcomes.size() > MOST) {
            outcomes.removeLast();
        }
    }

    public void hasRetried() {
        retries.incrementAndGet();
    }

    public long retries() {
        return retries.get();
    }

    /** The newest first. */
    public synchronized List<Outcome> all() {
        return List.copyOf(outcomes);
    }

    /** How long all changes took, by how they ended. */
    public synchronized Map<Kind, Latency> durations() {
        Map<Kind, Latency> sums = new EnumMap<>(Kind.class);
        durations.forEach((kind, counts) -> sums.put(kind, counts.sum()));
        return sums;
    }
}
