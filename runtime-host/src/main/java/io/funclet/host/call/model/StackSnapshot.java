package io.funclet.host.call.model;

/** The stack of a running function, for the log. Never thrown. */
public final class StackSnapshot extends Throwable {

    private static final long serialVersionUID = 1L;

    public StackSnapshot(StackTraceElement[] stack) {
        super(null, null, false, true);
        setStackTrace(stack);
    }

    @Override
    public String toString() {
        return "it is here:";
    }
}
