package io.funclet.host.deploy;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What goes on in a code directory, and whether its start is over. Any thread. */
final class DirectoryActivity {

    /** How many pieces of work are under way. */
    private final AtomicInteger working = new AtomicInteger();

    private final AtomicLong changes = new AtomicLong();

    private final AtomicBoolean switched = new AtomicBoolean(true);

    private final AtomicBoolean rested = new AtomicBoolean();

    /** A piece of work begins. */
    void begin() {
        working.incrementAndGet();
    }

    /** A piece of work has ended. Returns whether nothing is under way any more. */
    boolean end() {
        return working.decrementAndGet() == 0;
    }

    /** Nothing is under way. Returns whether that is so for the first time. */
    boolean rest() {
        return !rested.getAndSet(true);
    }

    /** Whether nothing was under way once: all jars of the start have been tried, and what is up is left in peace. */
    boolean hasRested() {
        return rested.get();
    }

    /** A bundle has come or gone, which others may wait for. */
    void hasChanged() {
        changes.incrementAndGet();
    }

    /** How often bundles have come or gone. */
    long changes() {
        return changes.get();
    }

    /** What is up, or who could use it, is not what it was. */
    void hasSwitched() {
        switched.set(true);
    }

    /** Whether that was so since the last time that this was asked. */
    boolean takeSwitched() {
        return switched.getAndSet(false);
    }
}
