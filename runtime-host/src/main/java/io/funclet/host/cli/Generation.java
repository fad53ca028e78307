package io.funclet.host.cli;

import com.google.protobuf.ByteString;
import io.funclet.proto.faas.Message;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The generations of callers (contract, section 1), each with the generated client of its own protocol. */
enum Generation {
    /** openedge 0.1.0-0.1.1. */
    OPENEDGE_RUNTIME {
        @Override
        ByteString call(Channel channel, Request request, Duration timeout) {
            return within(timeout, io.funclet.proto.openedge.runtime.RuntimeGrpc.newBlockingStub(channel))
                    .handle(io.funclet.proto.openedge.runtime.Message.newBuilder()
                            .setFunctionName(request.function())
                            .setFunctionInvokeID(request.invokeId())
                            .setQOS(request.qos())
                            .setTopic(request.topic())
                            .setPayload(request.payload())
                            .build())
                    .getPayload();
        }
    },
    /** openedge 0.1.2-0.1.5. */
    OPENEDGE_FUNCTION {
        @Override
        ByteString call(Channel channel, Request request, Duration timeout) {
            return within(timeout, io.funclet.proto.openedge.FunctionGrpc.newBlockingStub(channel))
                    .call(io.funclet.proto.openedge.FunctionMessage.newBuilder()
                            .setFunctionName(request.function())
                            .setFunctionInvokeID(request.invokeId())
                            .setID(request.id())
                            .setQOS(request.qos())
                            .setTopic(request.topic())
                            .setTimestamp(request.timestamp())
                            .setPayload(request.payload())
                            .build())
                    .getPayload();
        }
    },
    /** baetyl 0.1.6-1.x. */
    BAETYL_FUNCTION {
        @Override
        ByteString call(Channel channel, Request request, Duration timeout) {
            return within(timeout, io.funclet.proto.baetyl.FunctionGrpc.newBlockingStub(channel))
                    .call(io.funclet.proto.baetyl.FunctionMessage.newBuilder()
                            .setFunctionName(request.function())
                            .setFunctionInvokeID(request.invokeId())
                            .setID(request.id())
                            .setQOS(request.qos())
                            .setTopic(request.topic())
                            .setTimestamp(request.timestamp())
                            .setPayload(request.payload())
                            .build())
                    .getPayload();
        }
    },
    /** baetyl 2.x. */
    BAETYL_FAAS {
        @Override
        ByteString call(Channel channel, Request request, Duration timeout) {
            Message.Builder message = Message.newBuilder()
                    .setID(request.id())
                    .putMetadata("functionName", request.function())
                    .putMetadata("messageQOS", Integer.toString(request.qos()));
            if (!request.invokeId().isEmpty()) {
                message.putMetadata("invokeId", request.invokeId());
            }
            if (!request.topic().isEmpty()) {
                message.putMetadata("messageTopic", request.topic());
            }
            if (request.timestamp() != 0) {
                message.putMetadata("messageTimestamp", Long.toString(request.timestamp()));
            }
            // Last, so that what the user names wins.
            message.putAllMetadata(request.metadata()).setPayload(request.payload());
            return within(timeout, io.funclet.proto.faas.FunctionGrpc.newBlockingStub(channel))
                    .call(message.build())
                    .getPayload();
        }
    };

    /** By the number that the contract gives it, 1 to 4. */
    static Generation of(int number) {
        return values()[number - 1];
    }

    /**
     * Calls a function, and waits for its answer.
     *
     * @param channel the connection; stays open
     * @param request what to send
     * @param timeout how long to wait, sent to the server as well
     * @return the payload of the answer; empty means that the function filters the message out
     * @throws StatusRuntimeException when there is no answer
     */
    abstract ByteString call(Channel channel, Request request, Duration timeout);

    private static <S extends AbstractStub<S>> S within(Duration timeout, S stub) {
        return stub.withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
}
