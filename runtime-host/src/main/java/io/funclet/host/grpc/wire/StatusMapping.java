package io.funclet.host.grpc.wire;

import io.funclet.host.call.model.CallFailure;
import io.grpc.Status;

/** Maps each failure to a gRPC status. There is no other place. */
public final class StatusMapping {

    private StatusMapping() {}

    /** The name of the gRPC status for a failure. */
    public static String code(CallFailure failure) {
        return toStatus(failure, "").getCode().name();
    }

    public static Status toStatus(CallFailure failure, String message) {
        Status status = switch (failure) {
            case MALFORMED_REQUEST, NAME_MISSING -> Status.INVALID_ARGUMENT;
            case NOT_FOUND -> Status.NOT_FOUND;
            // baetyl 2 retries this status at once (contract, section 2).
            case UNAVAILABLE -> Status.UNAVAILABLE;
            case REFUSED -> Status.FAILED_PRECONDITION;
            // Like the Python runtimes.
            case FUNCTION_FAILED -> Status.UNKNOWN;
            case FUNCTION_BROKEN, INTERNAL -> Status.INTERNAL;
            case TOO_LARGE, OVERLOADED, QUOTA_EXCEEDED -> Status.RESOURCE_EXHAUSTED;
            case DEADLINE_EXCEEDED -> Status.DEADLINE_EXCEEDED;
            case CANCELLED -> Status.CANCELLED;
        };
        return status.withDescription(message);
    }
}
