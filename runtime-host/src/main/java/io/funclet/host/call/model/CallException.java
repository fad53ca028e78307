package io.funclet.host.call.model;

/** A call that cannot go on, and why. */
public final class CallException extends Exception {

    private static final long serialVersionUID = 1L;

    private final CallFailure failure;

    /** Makes an exception without a stack, with one line for the caller. */
    public CallException(CallFailure failure, String message) {
        super(message, null, false, false);
        this.failure = failure;
    }

    public CallFailure failure() {
        return failure;
    }
}
