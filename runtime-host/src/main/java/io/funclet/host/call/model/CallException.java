package io.funclet.host.call.model;

/** A call that cannot go on, and why. */
public final class CallException extends Exception {

    private static final long serialVersionUID = 1L;

    private final CallFailure failure;

    /** Without a stack, because no reader needs one. The message is one line for the caller. */
    public CallException(CallFailure failure, String message) {
        super(message, null, false, false);
        this.failure = failure;
    }

    public CallFailure failure() {
        return failure;
    }
}
