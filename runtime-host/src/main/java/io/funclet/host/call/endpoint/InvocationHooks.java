package io.funclet.host.call.endpoint;

import java.util.concurrent.ScheduledFuture;

/** What invocations need from outside. One object for all calls. */
public interface InvocationHooks {

    /** Runs on the thread of the function, after it, while its call is still the current one. */
    void afterFunction();

    /** Runs a short task later. */
    ScheduledFuture<?> schedule(Runnable task, long nanos);
}
