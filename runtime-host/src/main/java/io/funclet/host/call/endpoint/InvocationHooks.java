package io.funclet.host.call.endpoint;

import java.util.concurrent.ScheduledFuture;

/** What calls need of their surroundings. One for all: a call should make no object that it can do without. */
public interface InvocationHooks {

    /** On the thread of the function, after it, while the call is still the current one. */
    void afterFunction();

    /** Runs a short task later. */
    ScheduledFuture<?> schedule(Runnable task, long nanos);
}
