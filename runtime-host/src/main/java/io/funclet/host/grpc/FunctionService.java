package io.funclet.host.grpc;

import io.funclet.api.Payload;
import io.funclet.host.call.Invoker;
import io.funclet.host.call.endpoint.Invocation;
import io.funclet.host.call.model.CallException;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.model.Responder;
import io.funclet.host.call.model.TraceContext;
import io.funclet.host.grpc.limit.InboundRequestRing;
import io.funclet.host.grpc.wire.ErrorDocument;
import io.funclet.host.grpc.wire.QuotaStatusMapping;
import io.funclet.host.grpc.wire.RequestMessage;
import io.funclet.host.grpc.wire.ResponseMessage;
import io.funclet.host.grpc.wire.StatusMapping;
import io.funclet.host.grpc.wire.TenantHeader;
import io.funclet.host.grpc.wire.TraceHeaders;
import io.funclet.host.grpc.wire.WireGeneration;
import io.funclet.host.grpc.wire.WireGeneration.Parsed;
import io.funclet.host.grpc.wire.WireSchema;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The service of one generation: turns bytes into a call, and its outcome into bytes or a status. */
final class FunctionService {

    private final WireGeneration generation;
    private final Invoker invoker;
    private final int maxMessageBytes;

    /** The tenant whose address this is; empty for the address of all; {@code null} without tenants. */
    private final String tenant;

    FunctionService(WireGeneration generation, Invoker invoker, int maxMessageBytes, String tenant) {
        this.generation = generation;
        this.invoker = invoker;
        this.maxMessageBytes = maxMessageBytes;
        this.tenant = tenant;
    }

    ServerServiceDefinition definition() {
        MethodDescriptor<RequestMessage, ResponseMessage> method = MethodDescriptor.newBuilder(
                        RequestMessage.MARSHALLER, ResponseMessage.MARSHALLER)
                .setType(MethodType.UNARY)
                .setFullMethodName(generation.fullMethodName())
                .build();
        ServiceDescriptor service = ServiceDescriptor.newBuilder(generation.service())
                .setSchemaDescriptor(new WireSchema(generation))
                .addMethod(method)
                .build();
        return ServerServiceDefinition.builder(service)
                .addMethod(method, handler())
                .build();
    }

    /** One handler for all calls whose headers say nothing. The others get their own. */
    private ServerCallHandler<RequestMessage, ResponseMessage> handler() {
        ServerCallHandler<RequestMessage, ResponseMessage> plain =
                ServerCalls.asyncUnaryCall((message, observer) -> handle(message, observer, null, tenant));
        return (call, headers) -> {
            TraceContext trace = TraceHeaders.read(headers);
            String meant = tenant == null ? null : TenantHeader.read(headers, tenant);
            ServerCallHandler<RequestMessage, ResponseMessage> handler = trace == null && Objects.equals(meant, tenant)
                    ? plain
                    : ServerCalls.asyncUnaryCall((message, observer) -> handle(message, observer, trace, meant));
            return handler.startCall(call, headers);
        };
    }

    private void handle(
            RequestMessage requestMessage, StreamObserver<ResponseMessage> observer, TraceContext trace, String meant) {
        if (requestMessage.failure() != null) {
            observer.onError(requestMessage.failure().asRuntimeException());
            return;
        }
        Parsed parsed;
        try {
            parsed = generation.parse(requestMessage.message(), trace, meant);
        } catch (IOException malformed) {
            invoker.malformed(generation.protocol());
            String reason = "the request is not a message of " + generation.service() + ": " + malformed.getMessage();
            observer.onError(StatusMapping.toStatus(CallFailure.MALFORMED_REQUEST, reason)
                    .asRuntimeException());
            return;
        }
        if (tenant != null && !tenant.isEmpty() && !TenantHeader.isOnlyOf(parsed.call(), tenant)) {
            observer.onError(StatusMapping.toStatus(CallFailure.NOT_FOUND, TenantHeader.elsewhere(tenant))
                    .asRuntimeException());
            return;
        }
        GrpcResponder responder = new GrpcResponder(parsed, (ServerCallStreamObserver<ResponseMessage>) observer);
        Deadline deadline = Context.current().getDeadline();
        long callerNanos =
                deadline == null ? Long.MAX_VALUE : Math.max(0, deadline.timeRemaining(TimeUnit.NANOSECONDS));
        responder.follow(invoker.invoke(parsed.call(), callerNanos, responder));
    }

    private final class GrpcResponder implements Responder, Runnable {

        private final Parsed request;
        private final ServerCallStreamObserver<ResponseMessage> observer;
        private final InboundRequestRing.Request tracer = InboundRequestRing.REQUEST.get();
        private volatile Invocation invocation;

        /** Used only by the thread that sends the response. */
        private ResponseMessage responseMessage;

        GrpcResponder(Parsed request, ServerCallStreamObserver<ResponseMessage> observer) {
            this.request = request;
            this.observer = observer;
            // With a handler, gRPC also ignores responses to disconnected callers.
            observer.setOnCancelHandler(this);
        }

        /** Runs when the caller disconnects. */
        @Override
        public void run() {
            Invocation running = invocation;
            if (running != null) {
                running.cancel();
            }
        }

        void follow(Invocation running) {
            invocation = running;
            if (running == null) {
                return;
            }
            tracer.called();
            if (observer.isCancelled()) {
                running.cancel();
            }
        }

        @Override
        public CallException refusal(Payload payload) {
            responseMessage = new ResponseMessage(request, payload);
            long size = responseMessage.size();
            if (size > maxMessageBytes) {
                return refusal(
                        CallFailure.TOO_LARGE,
                        "makes a message of " + size + " bytes, more than the " + maxMessageBytes
                                + " that server.message.length.max allows");
            }
            String shortage = tracer.hold(size);
            return shortage == null ? null : refusal(CallFailure.OVERLOADED, "has no room: " + shortage);
        }

        @Override
        public boolean hasRoom(Payload payload) {
            return tracer.hasRoom(request.message().length + (long) payload.size());
        }

        private CallException refusal(CallFailure failure, String reason) {
            responseMessage = null;
            return new CallException(
                    failure, "the response of function " + request.call().functionName() + " " + reason);
        }

        @Override
        public Payload errorDocument(String message) {
            return ErrorDocument.of(request.call(), message);
        }

        @Override
        public void succeed(Payload payload) {
            try {
                observer.onNext(responseMessage);
                // gRPC keeps this object until the caller has read the bytes; it need not keep the message.
                responseMessage = null;
                observer.onCompleted();
            } catch (RuntimeException late) {
                observer.onError(Status.INTERNAL
                        .withDescription("the response could not be sent")
                        .withCause(late)
                        .asRuntimeException());
            }
        }

        @Override
        public void fail(CallFailure failure, String message) {
            observer.onError(StatusMapping.toStatus(failure, message).asRuntimeException());
        }

        @Override
        public void rejectByQuota(String message, long retryNanos) {
            observer.onError(QuotaStatusMapping.toException(message, retryNanos));
        }
    }
}
