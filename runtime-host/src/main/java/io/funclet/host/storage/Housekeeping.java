package io.funclet.host.storage;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Looks after the directories of this process and beside them, a little at a time. Any thread, one at a time. */
public final class Housekeeping implements Runnable, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Housekeeping.class.getName());

    private static final Duration TURN = Duration.ofSeconds(1);

    /** What others have put beside the own directory may be more than can ever be looked at. */
    private static final int MOST_TURNS = 20;

    /** Those who clean up begin with what is older than a day, as a rule. */
    private static final long TOUCH_NANOS = Duration.ofHours(1).toNanos();

    /** Where it is still to be looked for what was left. */
    private final Deque<AbandonedDirectories> unswept = new ArrayDeque<>();

    private final List<WorkDirectory> own = new ArrayList<>();

    /** Looks after the operators' socket; {@code null} if there is none. */
    private Runnable socket;

    private long touched = System.nanoTime();

    private int turns;

    /** @param work the directory of this process */
    public Housekeeping(WorkDirectory work) {
        add(work);
    }

    /** Looks after a further one. */
    public synchronized void add(WorkDirectory further) {
        own.add(further);
        unswept.add(new AbandonedDirectories(further.path()));
        turns = 0;
    }

    /** Looks after the socket, too. */
    public synchronized void use(Runnable mending) {
        socket = mending;
    }

    @Override
    public synchronized void run() {
        own.forEach(WorkDirectory::mend);
        if (socket != null && own.stream().allMatch(WorkDirectory::isThere)) {
            socket.run();
        }
        if (System.nanoTime() - touched > TOUCH_NANOS) {
            touched = System.nanoTime();
            own.forEach(Housekeeping::touch);
        }
        sweep();
    }

    private static void touch(WorkDirectory directory) {
        try {
            directory.touch();
        } catch (IOException beingChanged) {
            LOG.log(Level.FINE, "not all of " + directory.path() + " looks new", beingChanged);
        }
    }

    private void sweep() {
        if (!unswept.isEmpty() && (unswept.peek().sweep(TURN) || ++turns == MOST_TURNS)) {
            unswept.remove();
        }
    }

    /** What has come too short in a short life. */
    @Override
    public synchronized void close() {
        sweep();
    }
}
