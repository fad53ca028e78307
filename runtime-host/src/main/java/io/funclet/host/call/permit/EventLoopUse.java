package io.funclet.host.call.permit;

/** Whether calls of a version may run on event loops, by its author. */
public enum EventLoopUse {

    /** The author promises that calls never block. */
    PROMISED,

    /** The author says nothing. Calls run there as long as they are seen to be short and never to wait. */
    OBSERVED,

    /** The author wants workers. */
    NEVER
}
