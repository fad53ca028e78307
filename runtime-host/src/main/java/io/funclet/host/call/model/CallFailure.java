package io.funclet.host.call.model;

/** Every way in which a call can fail. Mapped to a gRPC status in one place. */
public enum CallFailure {
    /** The request does not follow its protocol. */
    MALFORMED_REQUEST,
    /** The request names no function, but its protocol requires one. */
    NAME_MISSING,
    NOT_FOUND,
    /** The function is known but not deployed, or the process stops. */
    UNAVAILABLE,
    /** The function rejected the event, as its author intended. */
    REFUSED,
    /** The function threw an exception. */
    FUNCTION_FAILED,
    /** The function threw an {@link Error}: out of stack or memory, a missing class, a failed assertion. */
    FUNCTION_BROKEN,
    /** The request or the response is larger than {@code server.message.length.max}. */
    TOO_LARGE,
    /** More calls than the configuration allows at once. */
    OVERLOADED,
    /** More than a quota of the function or its tenant allows. */
    QUOTA_EXCEEDED,
    DEADLINE_EXCEEDED,
    CANCELLED,
    /** A defect of the runtime itself. */
    INTERNAL
}
