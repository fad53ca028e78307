package io.funclet.host.grpc;

import io.funclet.api.Payload;
import io.funclet.host.call.CallException;
import io.funclet.host.call.CallFailure;
import io.funclet.host.call.Invocation;
import io.funclet.host.call.Invoker;
import io.funclet.host.call.Responder;
import io.funclet.host.call.TraceContext;
import io.funclet.host.grpc.WireGeneration.Parsed;
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
import java.util.concurrent.TimeUnit;

/** The service of one generation: bytes to a call, and its outcome to bytes or a status. Runs on an event loop. */
final class FunctionService {

    private final WireGeneration generation;
    private final Invoker invoker;
    private final int maxMessageBytes;
    private final UnreadAnswers unread;

    FunctionService(WireGeneration generation, Invoker invoker, int maxMessageBytes, UnreadAnswers unread) {
        this.generation = generation;
        this.invoker = invoker;
        this.maxMessageBytes = maxMessageBytes;
        this.unread = unread;
    }

    ServerServiceDefinition definition() {
        MethodDescriptor<Request, Reply> method = MethodDescriptor.newBuilder(Request.MARSHALLER, Reply.MARSHALLER)
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

    /** One handler for all calls; a call that is traced gets one of its own, which costs the others nothing. */
    private ServerCallHandler<Request, Reply> handler() {
        ServerCallHandler<Request, Reply> untraced =
                ServerCalls.asyncUnaryCall((request, observer) -> handle(request, observer, null));
        return (call, headers) -> {
            TraceContext trace = TraceHeaders.read(headers);
            ServerCallHandler<Request, Reply> handler = trace == null
                    ? untraced
                    : ServerCalls.asyncUnaryCall((request, observer) -> handle(request, observer, trace));
            return handler.startCall(call, headers);
        };
    }

    private void handle(Request request, StreamObserver<Reply> observer, TraceContext trace) {
        if (request.failure() != null) {
            observer.onError(request.failure().asRuntimeException());
            return;
        }
        Parsed parsed;
        try {
            parsed = generation.parse(request.message(), trace);
        } catch (IOException malformed) {
            invoker.malformed(generation.protocol());
            fail(
                    observer,
                    CallFailure.MALFORMED_REQUEST,
                    "the request is not a message of " + generation.service() + ": " + malformed.getMessage());
            return;
        }
        GrpcAnswer answer = new GrpcAnswer(parsed, (ServerCallStreamObserver<Reply>) observer);
        Deadline deadline = Context.current().getDeadline();
        long callerNanos =
                deadline == null ? Long.MAX_VALUE : Math.max(0, deadline.timeRemaining(TimeUnit.NANOSECONDS));
        answer.follow(invoker.invoke(parsed.call(), callerNanos, answer));
    }

    private static void fail(StreamObserver<Reply> observer, CallFailure failure, String message) {
        observer.onError(StatusMapping.toStatus(failure, message).asRuntimeException());
    }

    private final class GrpcAnswer implements Responder, Runnable {

        private final Parsed request;
        private final ServerCallStreamObserver<Reply> observer;
        private final UnfinishedRing.Request tracer = UnfinishedRing.REQUEST.get();
        private volatile Invocation invocation;

        /** Of the thread that answers. */
        private Reply reply;

        GrpcAnswer(Parsed request, ServerCallStreamObserver<Reply> observer) {
            this.request = request;
            this.observer = observer;
            // Also makes an answer to a caller who has gone away a silent no-op.
            observer.setOnCancelHandler(this);
        }

        /** The caller has gone away. */
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
            reply = new Reply(request, payload);
            if (reply.size() > maxMessageBytes) {
                return new CallException(
                        CallFailure.TOO_LARGE,
                        "the answer of function " + request.call().functionName() + " makes a message of "
                                + reply.size() + " bytes, more than the " + maxMessageBytes
                                + " that server.message.length.max allows");
            }
            if (!tracer.hold(reply.size())) {
                reply = null;
                return new CallException(
                        CallFailure.OVERLOADED,
                        "the answer of function " + request.call().functionName() + " finds no room: "
                                + unread.reason());
            }
            return null;
        }

        @Override
        public Payload errorDocument(String message) {
            return ErrorDocument.of(request.call(), message);
        }

        @Override
        public void succeed(Payload payload) {
            try {
                observer.onNext(reply);
                // gRPC has the bytes now, and this object until they have been read.
                reply = null;
                observer.onCompleted();
            } catch (RuntimeException late) {
                observer.onError(Status.INTERNAL
                        .withDescription("the answer could not be sent")
                        .withCause(late)
                        .asRuntimeException());
            }
        }

        @Override
        public void fail(CallFailure failure, String message) {
            FunctionService.fail(observer, failure, message);
        }
    }
}
