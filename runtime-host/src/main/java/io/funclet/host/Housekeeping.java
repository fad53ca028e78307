package io.funclet.host;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Looks after the directories of this process and beside them, a little at a time. Any thread, one at a time. */
final class Housekeeping implements Runnable, AutoCloseable {

    /** The first turn is part of the start; a later one may take longer. */
    private static final Duration FIRST = Duration.ofMillis(100);

    private static final Duration LATER = Duration.ofSeconds(1);

    /** What others have put beside the own directory may be more than can ever be looked at. */
    private static final int MOST_TURNS = 20;

    /** Where it is still to be looked for what was left. */
    private final Deque<LeftDirectories> unswept = new ArrayDeque<>();

    private int turns;

    /** @param work the directory of this process */
    Housekeeping(WorkDirectory work) {
        add(work);
    }

    /** Looks after a further one. */
    synchronized void add(WorkDirectory further) {
        unswept.add(new LeftDirectories(further.path()));
        turns = 0;
    }

    @Override
    public synchronized void run() {
        Duration limit = turns++ == 0 ? FIRST : LATER;
        if (!unswept.isEmpty() && (unswept.peek().sweep(limit) || turns == MOST_TURNS)) {
            unswept.remove();
        }
    }

    /** What has come too short in a short life. */
    @Override
    public synchronized void close() {
        if (!unswept.isEmpty()) {
            run();
        }
    }
}
