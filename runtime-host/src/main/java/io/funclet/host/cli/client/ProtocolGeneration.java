package io.funclet.host.cli.client;

import com.google.protobuf.ByteString;
import io.funclet.proto.baetyl.FunctionGrpc;
import io.funclet.proto.baetyl.FunctionMessage;
import io.funclet.proto.faas.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The generations of callers (contract, section 1), each with its own protocol. */
public enum ProtocolGeneration {
    /** openedge 0.1.0-0.1.1. */
    OPENEDGE_RUNTIME {
        @Override
        public ByteString call(Channel channel, CallRequest callRequest, Duration timeout) {
            return within(timeout, io.funclet.proto.openedge.runtime.RuntimeGrpc.newBlockingStub(channel))
                    .handle(io.funclet.proto.openedge.runtime.Message.newBuilder()
                            .setFunctionName(callRequest.function())
                            .setFunctionInvokeID(callRequest.invokeId())
                            .setQOS(callRequest.qos())
                            .setTopic(callRequest.topic())
                            .setPayload(callRequest.payload())
                            .build())
                    .getPayload();
        }
    },
    /** openedge 0.1.2-0.1.5. */
    OPENEDGE_FUNCTION {
        @Override
        public ByteString call(Channel channel, CallRequest callRequest, Duration timeout) {
            return callFunction(channel, "openedge.Function/Call", callRequest, timeout);
        }
    },
    /** baetyl 0.1.6-1.x. */
    BAETYL_FUNCTION {
        @Override
        public ByteString call(Channel channel, CallRequest callRequest, Duration timeout) {
            return callFunction(channel, "baetyl.Function/Call", callRequest, timeout);
        }
    },
    /** baetyl 2.x. */
    BAETYL_FAAS {
        @Override
        public ByteString call(Channel channel, CallRequest callRequest, Duration timeout) {
            Message.Builder message = Message.newBuilder()
                    .setID(callRequest.id())
                    .putMetadata("functionName", callRequest.function())
                    .putMetadata("messageQOS", Integer.toString(callRequest.qos()));
            if (!callRequest.invokeId().isEmpty()) {
                message.putMetadata("invokeId", callRequest.invokeId());
            }
            if (!callRequest.topic().isEmpty()) {
                message.putMetadata("messageTopic", callRequest.topic());
            }
            if (callRequest.timestamp() != 0) {
                message.putMetadata("messageTimestamp", Long.toString(callRequest.timestamp()));
            }
            // Last, so that the entries of the user win.
            message.putAllMetadata(callRequest.metadata()).setPayload(callRequest.payload());
            return within(timeout, io.funclet.proto.faas.FunctionGrpc.newBlockingStub(channel))
                    .call(message.build())
                    .getPayload();
        }
    };

    /** The generation with this number of the contract, 1 to 4. */
    public static ProtocolGeneration of(int number) {
        return values()[number - 1];
    }

    /**
     * Calls a function, and waits for its response: its payload, empty if the function filters the message out.
     *
     * @param timeout how long to wait, sent to the server as well
     */
    public abstract ByteString call(Channel channel, CallRequest callRequest, Duration timeout);

    /** Calls a method of openedge or baetyl 1, which have the same messages. */
    private static ByteString callFunction(Channel channel, String method, CallRequest callRequest, Duration timeout) {
        FunctionMessage message = FunctionMessage.newBuilder()
                .setFunctionName(callRequest.function())
                .setFunctionInvokeID(callRequest.invokeId())
                .setID(callRequest.id())
                .setQOS(callRequest.qos())
                .setTopic(callRequest.topic())
                .setTimestamp(callRequest.timestamp())
                .setPayload(callRequest.payload())
                .build();
        return ClientCalls.blockingUnaryCall(
                        channel,
                        FunctionGrpc.getCallMethod().toBuilder()
                                .setFullMethodName(method)
                                .build(),
                        CallOptions.DEFAULT.withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS),
                        message)
                .getPayload();
    }

    private static <S extends AbstractStub<S>> S within(Duration timeout, S stub) {
        return stub.withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
}
