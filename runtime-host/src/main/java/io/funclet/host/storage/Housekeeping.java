package io.funclet.host.storage;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Maintains the directories of this process, and cleans up beside them, a little at a time. Thread-safe. */
public final class Housekeeping implements Runnable, AutoCloseable {

    private static final Duration TURN = Duration.ofSeconds(1);

    /** Limits the clean-up: there may be endlessly many files beside its own directory. */
    private static final int MOST_TURNS = 20;

    /** Clean-up tools usually delete what is older than a day. */
    private static final long TOUCH_NANOS = Duration.ofHours(1).toNanos();

    private final Deque<AbandonedDirectories> unswept = new ArrayDeque<>();

    private final List<WorkDirectory> own = new ArrayList<>();

    /** Each maintains a control socket. */
    private final List<Runnable> sockets = new ArrayList<>();

    private long touched = System.nanoTime();

    private int turns;

    public Housekeeping(WorkDirectory work) {
        add(work);
    }

    public synchronized void add(WorkDirectory further) {
        own.add(further);
        unswept.add(new AbandonedDirectories(further.path()));
        turns = 0;
    }

    public synchronized void use(Runnable mending) {
        sockets.add(mending);
    }

    @Override
    public synchronized void run() {
        own.forEach(WorkDirectory::mend);
        if (!sockets.isEmpty() && own.stream().allMatch(WorkDirectory::isThere)) {
            sockets.forEach(Runnable::run);
        }
        if (System.nanoTime() - touched > TOUCH_NANOS) {
            touched = System.nanoTime();
            own.forEach(WorkDirectory::touch);
        }
        sweep();
    }

    private void sweep() {
        if (!unswept.isEmpty() && (unswept.peek().sweep(TURN) || ++turns == MOST_TURNS)) {
            unswept.remove();
        }
    }

    /** Cleans up once more, because a short-lived process may not have yet. */
    @Override
    public synchronized void close() {
        sweep();
    }
}
