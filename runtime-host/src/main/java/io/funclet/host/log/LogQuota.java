package io.funclet.host.log;

/** How much functions may log. Any thread. What it logs itself, it marks as of the runtime. */
public interface LogQuota {

    /** Whether a function may log another line; counts if it may not. */
    boolean allows(LogContext mark);

    /** A function has logged a line. */
    void charge(LogContext mark, int bytes);
}
