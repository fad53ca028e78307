package io.funclet.host.grpc.limit;

import io.grpc.InternalMetadata;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/** Rejects a single call with too much metadata. */
public final class MetadataLimit implements ServerInterceptor {

    /** Beyond so many times the limit, Netty ends the connection: its table of compressed headers is out of date. */
    public static final int REACH = 16;

    private final int maxBytes;

    public MetadataLimit(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        int size = 0;
        // The public interface would make objects for each name and value, in every call.
        for (byte[] nameOrValue : InternalMetadata.serialize(headers)) {
            size += nameOrValue.length;
        }
        if (size <= maxBytes) {
            return next.startCall(call, headers);
        }
        Status refusal = Status.RESOURCE_EXHAUSTED.withDescription("the metadata of the call has " + size
                + " bytes, more than the " + maxBytes + " that FUNCLET_MAX_METADATA allows");
        call.close(refusal, new Metadata());
        return new ServerCall.Listener<>() {};
    }
}
