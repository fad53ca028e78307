package io.funclet.host.call.worker;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Runs short tasks later. Called by any thread. */
@FunctionalInterface
public interface Timers {

    /**
     * Has a task run later, on a thread that must not be kept.
     *
     * @param task the task
     * @param delay how much later
     * @param unit of the delay
     * @return to be cancelled if the task is not needed any more
     */
    ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit);
}
