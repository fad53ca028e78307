package io.funclet.host.call;

/** Whoever looks after calls on their way, so that a call needs to know nobody else. */
interface CallCare {

    /** On the thread of the function, after it, while the call is still the current one. */
    void afterFunction();

    /** A function was interrupted: it has to be looked at later whether it obeys. */
    void interrupted(Invocation invocation);

    /** A call that waits has to end earlier than it was to. */
    void expireIn(Invocation invocation, long nanos);
}
