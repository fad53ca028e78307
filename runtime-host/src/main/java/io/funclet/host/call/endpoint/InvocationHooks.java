package io.funclet.host.call.endpoint;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * What invocations need from outside. One object for all calls.
 *
 * @param afterFunction runs on the thread of the function, after it, while its call is still the current one
 * @param observes whether functions that say nothing about themselves may run on event loops while their calls are short
 */
public record InvocationHooks(ScheduledExecutorService timers, Runnable afterFunction, boolean observes) {

    public ScheduledFuture<?> schedule(Runnable task, long nanos) {
        return timers.schedule(task, nanos, TimeUnit.NANOSECONDS);
    }
}
