package io.funclet.host.call.model;

/** Every way in which a call can fail. Mapped to a gRPC status in one place. */
public enum CallFailure {
    /** The request is not what its protocol says. */
    MALFORMED_REQUEST,
    /** The request names no function where it has to. */
    NAME_MISSING,
    /** Nobody has promised a function of this name. */
    NOT_FOUND,
    /** The function is promised, but not there, or the process is stopping. */
    UNAVAILABLE,
    /** The function rejected the event, as its author intended. */
    REFUSED,
    /** The function threw an exception. */
    FUNCTION_FAILED,
    /** The function threw an {@link Error}: out of stack or memory, a missing class, a failed assertion. */
    FUNCTION_BROKEN,
    /** The request or the answer is larger than {@code server.message.length.max}. */
    TOO_LARGE,
    /** More calls than the configuration allows at once. */
    OVERLOADED,
    /** The time of the call is over. */
    DEADLINE_EXCEEDED,
    /** The caller has gone away. */
    CANCELLED,
    /** A defect of the runtime itself. */
    INTERNAL
}
