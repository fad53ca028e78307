package io.funclet.host.grpc;

import com.google.protobuf.ByteString;
import io.funclet.host.grpc.wire.WireGeneration;
import io.funclet.proto.baetyl.FunctionMessage;
import io.funclet.proto.faas.Message;
import java.util.Arrays;
import java.util.Random;

/** Requests as the managers send them, to the function {@code echo}. */
final class Requests {

    static final String FUNCTION = "echo";

    private static final String TOPIC = "gateway/line-1/temperature";
    private static final String INVOKE_ID = "6f1d0a52-0e6b-4c3f-9d1a-53f3b6a9f7c1";

    private Requests() {}

    static WireGeneration generation(String service) {
        return Arrays.stream(WireGeneration.values())
                .filter(generation -> generation.service().equals(service))
                .findFirst()
                .orElseThrow();
    }

    static byte[] message(String service, int payloadBytes) {
        byte[] bytes = new byte[payloadBytes];
        new Random(1).nextBytes(bytes);
        ByteString payload = ByteString.copyFrom(bytes);
        return switch (service) {
            case "runtime.Runtime" ->
                io.funclet.proto.openedge.runtime.Message.newBuilder()
                        .setQOS(1)
                        .setTopic(TOPIC)
                        .setPayload(payload)
                        .setFunctionName(FUNCTION)
                        .setFunctionInvokeID(INVOKE_ID)
                        .build()
                        .toByteArray();
            case "baetyl.Function" ->
                FunctionMessage.newBuilder()
                        .setID(1)
                        .setQOS(1)
                        .setTopic(TOPIC)
                        .setPayload(payload)
                        .setTimestamp(1_800_000_000)
                        .setFunctionName(FUNCTION)
                        .setFunctionInvokeID(INVOKE_ID)
                        .build()
                        .toByteArray();
            case "faas.Function" ->
                Message.newBuilder()
                        .setID(1)
                        .putMetadata("functionName", FUNCTION)
                        .putMetadata("invokeId", INVOKE_ID)
                        .putMetadata("messageQOS", "1")
                        .putMetadata("messageTopic", TOPIC)
                        .putMetadata("messageTimestamp", "1800000000")
                        .setPayload(payload)
                        .build()
                        .toByteArray();
            default -> throw new IllegalArgumentException(service);
        };
    }
}
