package io.funclet.host.call.worker;

/** A task of the {@link CallExecutor} that can end without a thread. */
public interface WorkerTask extends Runnable {

    /** Whether it has ended and needs no worker. */
    boolean hasEnded();

    /** Whether it has been started: then it waits and is not rejected. */
    boolean hasStarted();

    /** Fails it, because there is no thread. */
    void reject(String reason);
}
