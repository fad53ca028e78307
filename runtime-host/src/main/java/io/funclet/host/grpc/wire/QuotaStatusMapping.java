package io.funclet.host.grpc.wire;

import io.funclet.host.call.model.CallFailure;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.TimeUnit;

/** The status of a call that a quota rejects, with the time after which clients of gRPC retry. Loaded at the first one. */
public final class QuotaStatusMapping {

    /** As gRPC names it: "gRPC Retry Design", A6. */
    private static final Metadata.Key<String> PUSHBACK =
            Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

    private QuotaStatusMapping() {}

    /** @param retryNanos 0 if it is not known; -1 if clients should not retry */
    public static StatusRuntimeException toException(String message, long retryNanos) {
        Metadata trailers = new Metadata();
        if (retryNanos != 0) {
            trailers.put(PUSHBACK, Long.toString(retryNanos < 0 ? -1 : TimeUnit.NANOSECONDS.toMillis(retryNanos)));
        }
        return StatusMapping.toStatus(CallFailure.QUOTA_EXCEEDED, message).asRuntimeException(trailers);
    }
}
