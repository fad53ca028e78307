package io.funclet.host;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Started parts, closed in reverse order. For one thread at a time. */
final class StartedParts implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(StartedParts.class.getName());

    /** The last one first. */
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    /** Closes this part before all earlier ones. */
    <T extends AutoCloseable> T open(T part) {
        started.push(part);
        return part;
    }

    /** Closes each part. Does not throw: a part that does not close is logged, and the others are closed, too. */
    @Override
    public void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception | Error late) {
                LOG.log(Level.WARNING, "a part of the runtime did not close cleanly", late);
            }
        }
    }
}
