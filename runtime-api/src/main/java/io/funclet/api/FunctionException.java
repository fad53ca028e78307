package io.funclet.api;

/**
 * A failure that the author of a function intends, with a message that is meant for the caller.
 *
 * <p>The caller gets the message, in one line, with gRPC status {@code FAILED_PRECONDITION}, or, if the operator has chosen
 * so, as a response with the error document that its manager publishes. Unlike other exceptions it
 * is not a defect of the function, so that it is logged at level debug only.
 *
 * @since 1.0
 */
public class FunctionException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what the caller is told; not {@code null}
     */
    public FunctionException(String message) {
        this(message, null);
    }

    /**
     * Makes an exception.
     *
     * @param message what the caller is told; not {@code null}
     * @param cause what led to it, for the log at level debug; the caller does not see it; may be {@code null}
     */
    public FunctionException(String message, Throwable cause) {
        super(requireText(message), cause);
    }

    private static String requireText(String message) {
        if (message == null || message.isBlank()) {
            throw new IllegalArgumentException("a FunctionException needs a message for the caller");
        }
        return message;
    }
}
