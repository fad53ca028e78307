package io.funclet.host.call.worker;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Runs short tasks later. Called by any thread. */
@FunctionalInterface
public interface Timers {

    /** The task must not block its thread. */
    ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit);
}
