package io.funclet.host.call;

/** The call that the calling thread handles, for the log. */
public final class CurrentCall {

    private static final ThreadLocal<Invocation> CURRENT = new ThreadLocal<>();

    private CurrentCall() {}

    /**
     * The call that the calling thread handles.
     *
     * @return the call; {@code null} if there is none
     */
    public static Invocation get() {
        return CURRENT.get();
    }

    static void enter(Invocation invocation) {
        CURRENT.set(invocation);
    }

    static void leave() {
        // Removed, not set to null: an idle worker must not keep the last function's class loader reachable.
        CURRENT.remove();
    }
}
