package io.funclet.host.log;

import java.util.logging.Handler;
import java.util.logging.Level;

/** Where the log takes the events of all loggers, and what it knows of those who log. */
public abstract class LogSink extends Handler {

    /** Whose code the calling thread runs, by its context class loader; {@code null} if the runtime's. */
    public abstract Object tenant();

    /** Whose a class loader is; {@code null} if the runtime's. */
    public abstract Object tenant(ClassLoader loader);

    /** Whether events of a logger of the runtime, or of one of its libraries, are made. */
    public abstract boolean isOfInterest(String logger, Level level);

    /** A function has tried to do something to what all share, in words; it had no effect on others. */
    public abstract void noteHarm(String what);

    /** Writes what tells of lines that were held back. */
    public abstract void settle();
}
