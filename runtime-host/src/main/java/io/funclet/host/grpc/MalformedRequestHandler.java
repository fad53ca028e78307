package io.funclet.host.grpc;

import io.funclet.host.grpc.wire.RequestMessage;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/**
 * Answers a malformed message with {@code INVALID_ARGUMENT} and the reason, as function services do. gRPC itself
 * answers {@code UNKNOWN} and logs an error. Reads each message twice: only for services with short and rare messages.
 */
public final class MalformedRequestHandler implements ServerInterceptor {

    /** Names and paths are shorter, and some of these services keep or return their requests. */
    private static final int MOST_BYTES = 16 * 1024;

    private final ServerServiceDefinition service;

    private MalformedRequestHandler(ServerServiceDefinition service) {
        this.service = service;
    }

    /** Wraps a service so that it rejects malformed messages. */
    public static ServerServiceDefinition rejectedBy(ServerServiceDefinition service) {
        return ServerInterceptors.intercept(
                ServerInterceptors.useInputStreamMessages(service), new MalformedRequestHandler(service));
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        MethodDescriptor<?, ?> method = service.getMethod(
                        call.getMethodDescriptor().getFullMethodName())
                .getMethodDescriptor();
        return new Reading<>(next.startCall(call, headers), call, method);
    }

    /** Passes on messages until the first malformed one, then only the end of the call. */
    private static final class Reading<Q> extends SimpleForwardingServerCallListener<Q> {

        private final ServerCall<Q, ?> call;
        private final MethodDescriptor<?, ?> method;
        private boolean rejected;

        Reading(ServerCall.Listener<Q> listener, ServerCall<Q, ?> call, MethodDescriptor<?, ?> method) {
            super(listener);
            this.call = call;
            this.method = method;
        }

        @Override
        @SuppressWarnings("unchecked") // All messages are streams here.
        public void onMessage(Q message) {
            if (rejected) {
                return;
            }
            RequestMessage requestMessage = RequestMessage.MARSHALLER.parse((InputStream) message);
            Status problem =
                    requestMessage.failure() == null ? problem(requestMessage.message()) : requestMessage.failure();
            if (problem != null) {
                rejected = true;
                call.close(problem, new Metadata());
                return;
            }
            super.onMessage((Q) new ByteArrayInputStream(requestMessage.message()));
        }

        @Override
        public void onHalfClose() {
            if (!rejected) {
                super.onHalfClose();
            }
        }

        private Status problem(byte[] message) {
            if (message.length > MOST_BYTES) {
                return Status.RESOURCE_EXHAUSTED.withDescription("the request has " + message.length
                        + " bytes, more than the " + MOST_BYTES + " that " + method.getServiceName() + " has use for");
            }
            try {
                method.parseRequest(new ByteArrayInputStream(message));
                return null;
            } catch (StatusRuntimeException malformed) {
                Throwable cause = malformed.getCause() == null ? malformed : malformed.getCause();
                return Status.INVALID_ARGUMENT.withDescription(
                        "the request is not a message of " + method.getServiceName() + ": " + cause.getMessage());
            }
        }
    }
}
