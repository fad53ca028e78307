package io.funclet.host.log;

import java.util.logging.Handler;
import java.util.logging.Level;

/** Receives the events of all loggers, and knows whose code logs. */
public abstract class LogSink extends Handler {

    /** The tenant whose code the calling thread runs, by its context class loader; {@code null} for the runtime. */
    public final Object tenant() {
        return tenant(Thread.currentThread().getContextClassLoader());
    }

    /** The tenant of a class loader; {@code null} for the runtime. */
    public abstract Object tenant(ClassLoader loader);

    /** Whether a logger of the runtime or of its libraries creates events of a level. */
    public abstract boolean isOfInterest(String logger, Level level);

    /** Records, in words, what a function has tried to do to shared logging. It had no effect on others. */
    public abstract void noteHarm(String what);

    public abstract void settle();
}
