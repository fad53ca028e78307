package io.funclet.host.deploy.directory;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What goes on in a code directory, and whether its start is over. Any thread. */
public final class DirectoryActivity {

    /** How many pieces of work are under way. */
    private final AtomicInteger working = new AtomicInteger();

    private final AtomicLong changes = new AtomicLong();

    private final AtomicBoolean switched = new AtomicBoolean(true);

    private final AtomicBoolean rested = new AtomicBoolean();

    /** A piece of work begins. */
    public void begin() {
        working.incrementAndGet();
    }

    /** A piece of work has ended. Returns whether nothing is under way any more. */
    public boolean end() {
        return working.decrementAndGet() == 0;
    }

    /** Nothing is under way. Returns whether that is so for the first time. */
    public boolean endStart() {
        return !rested.getAndSet(true);
    }

    /** Whether nothing was under way once: all jars of the start have been tried, and what is up is left in peace. */
    boolean isStarted() {
        return rested.get();
    }

    /** A bundle has come or gone, which others may wait for. */
    public void hasChanged() {
        changes.incrementAndGet();
    }

    /** How often bundles have come or gone. */
    public long changes() {
        return changes.get();
    }

    /** What is up, or who could use it, is not what it was. */
    public void hasSwitched() {
        switched.set(true);
    }

    /** Whether that was so since the last time that this was asked. */
    public boolean takeSwitched() {
        return switched.getAndSet(false);
    }
}
