package io.funclet.host.grpc.wire;

import io.funclet.host.call.model.CallFailure;
import io.grpc.Status;

/** The one place in which a failure becomes a gRPC status. */
public final class StatusMapping {

    private StatusMapping() {}

    /**
     * What a caller sees of a failure.
     *
     * @param failure the kind of failure
     * @return the name of the gRPC status
     */
    public static String code(CallFailure failure) {
        return toStatus(failure, "").getCode().name();
    }

    public static Status toStatus(CallFailure failure, String message) {
        Status status = switch (failure) {
            case MALFORMED_REQUEST, NAME_MISSING -> Status.INVALID_ARGUMENT;
            case NOT_FOUND -> Status.NOT_FOUND;
            // baetyl 2 tries again on this one, at once (contract, section 2).
            case UNAVAILABLE -> Status.UNAVAILABLE;
            case REFUSED -> Status.FAILED_PRECONDITION;
            // As the Python runtimes answer.
            case FUNCTION_FAILED -> Status.UNKNOWN;
            case FUNCTION_BROKEN, INTERNAL -> Status.INTERNAL;
            case TOO_LARGE, OVERLOADED -> Status.RESOURCE_EXHAUSTED;
            case DEADLINE_EXCEEDED -> Status.DEADLINE_EXCEEDED;
            case CANCELLED -> Status.CANCELLED;
        };
        return status.withDescription(message);
    }
}
