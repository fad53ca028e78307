package io.funclet.host.call.worker;

/**
 * An event loop that also runs calls, between its reads and its writes. All but {@link #replace} is for its own thread.
 *
 * <p>Its thread can change. While a call runs its function, another thread may take over the loop with all its
 * connections. The thread of the call is an ordinary one then, until the call has ended.
 */
public interface CallLoop {

    /** A thread that runs a loop at times. */
    interface Carrier {

        /** The loop that this thread runs now; {@code null} if it runs none. For this thread alone. */
        CallLoop loop();
    }

    /** A call that waits for its turn on a loop. */
    interface Task {

        /** Runs the call, on the thread of the loop. Throws nothing. */
        void run();

        /** The loop has no time for the call: it goes to a worker. Throws nothing. */
        void leave();
    }

    /** The loop of the current thread; {@code null} if it runs none. */
    static CallLoop current() {
        return Thread.currentThread() instanceof Carrier carrier ? carrier.loop() : null;
    }

    /** Queues a call. The loop runs it when it has read what is there, or lets it leave. */
    void add(Task call);

    /** Whether a call should be looked at: one in a while. To be asked once for each call. */
    boolean inspects();

    /** The function of a call begins. From here on another thread may take over. */
    void beginFunction(Task call);

    /** The function has ended. This may no longer be the thread of the loop. */
    void endFunction(Task call);

    /**
     * Lets a new thread take over the loop if this call still runs its function. If the system gives no thread, the calling
     * one does, and this returns when the loop needs it no longer. Any thread but that of the loop.
     */
    void replace(Task call);
}
