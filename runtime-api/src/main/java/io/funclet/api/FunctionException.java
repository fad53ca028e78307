package io.funclet.api;

/**
 * An intended failure of a function, with a message for the caller.
 *
 * <p>The caller gets the message, in one line, with gRPC status {@code FAILED_PRECONDITION}. If the operator has configured
 * it, the caller gets a response with the error document of its manager instead. Unlike other exceptions, this is not a
 * defect of the function, so it is logged at level debug only.
 *
 * @since 1.0
 */
public class FunctionException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message the message for the caller; not {@code null}
     */
    public FunctionException(String message) {
        this(message, null);
    }

    /**
     * Makes an exception.
     *
     * @param message the message for the caller; not {@code null}
     * @param cause the cause, for the log at level debug; not sent to the caller; may be {@code null}
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
