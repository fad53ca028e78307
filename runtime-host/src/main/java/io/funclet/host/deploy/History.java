package io.funclet.host.deploy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** How the last changes of a code directory ended: as many as a person reads. Any thread. */
final class History {

    static final int MOST = 50;

    /** The newest first. Guarded by this object's monitor. */
    private final Deque<Outcome> outcomes = new ArrayDeque<>();

    synchronized void add(Outcome outcome) {
        outcomes.addFirst(outcome);
        if (outcomes.size() > MOST) {
            outcomes.removeLast();
        }
    }

    /** The newest first. */
    synchronized List<Outcome> all() {
        return List.copyOf(outcomes);
    }
}
