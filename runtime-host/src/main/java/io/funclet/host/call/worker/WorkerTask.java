package io.funclet.host.call.worker;

/** A task of the {@link CallExecutor} that can be ended without a thread, if the system gives none. */
public interface WorkerTask extends Runnable {

    /** Whether it has ended, in whatever way, and needs no worker. */
    boolean hasEnded();

    /** Whether it may not be rejected any more: it waits on. */
    boolean hasStarted();

    /** No worker comes for it. */
    void reject(String reason);
}
