package io.funclet.host.grpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.funclet.api.CallContext.Protocol;
import io.funclet.host.grpc.wire.WireGeneration;
import io.funclet.proto.baetyl.FunctionMessage;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Calls that are rejected before they reach a function, or whose response is. */
class GrpcStatusTest extends ServedChannel {

    @Test
    void malformedMessage_isInvalidAndTheConnectionLives() throws Exception {
        start();

        StatusRuntimeException rejected = rejected("/baetyl.Function/Call", new byte[] {4 << 3 | 2, 100, 1});

        assertEquals(Code.INVALID_ARGUMENT, rejected.getStatus().getCode());
        assertTrue(
                rejected.getStatus().getDescription().startsWith("the request is not a message of baetyl.Function: "));
        assertArrayEquals(echoOf(5), call("/baetyl.Function/Call", echoOf(5)));
    }

    @Test
    void messageOverTheLimit_isRejectedInEitherDirection() throws Exception {
        start();

        assertEquals(
                Code.RESOURCE_EXHAUSTED,
                rejected("/baetyl.Function/Call", echoOf(MAX_MESSAGE_BYTES))
                        .getStatus()
                        .getCode());
        byte[] big = FunctionMessage.newBuilder().setFunctionName("big").build().toByteArray();
        StatusRuntimeException response = rejected("/baetyl.Function/Call", big);
        assertEquals(Code.RESOURCE_EXHAUSTED, response.getStatus().getCode());
        assertTrue(response.getStatus().getDescription().contains("server.message.length.max"));
        int overhead = echoOf(500).length - 500;
        byte[] largest = echoOf(MAX_MESSAGE_BYTES - overhead);
        assertEquals(MAX_MESSAGE_BYTES, largest.length);
        assertArrayEquals(largest, call("/baetyl.Function/Call", largest));
    }

    @Test
    void unknownFunctionAndUnknownMethod_areTold() throws Exception {
        start();
        byte[] unknown =
                FunctionMessage.newBuilder().setFunctionName("none").build().toByteArray();

        StatusRuntimeException rejected = rejected("/openedge.Function/Call", unknown);

        assertEquals(Code.NOT_FOUND, rejected.getStatus().getCode());
        assertEquals(
                "function none is not known; known are: echo, big",
                rejected.getStatus().getDescription());
        assertEquals(
                Code.UNIMPLEMENTED,
                rejected("/openedge.Function/Talk", unknown).getStatus().getCode());
        assertEquals(
                Code.UNIMPLEMENTED, rejected("/none/Call", unknown).getStatus().getCode());
    }

    @Test
    void everyGeneration_isThere() throws Exception {
        start();
        Set<Protocol> ofGrpc = EnumSet.complementOf(EnumSet.of(Protocol.HTTP));
        for (WireGeneration generation : WireGeneration.values()) {
            StatusRuntimeException rejected = rejected("/" + generation.fullMethodName(), new byte[0]);
            assertEquals(Code.INVALID_ARGUMENT, rejected.getStatus().getCode(), generation.name());
            ofGrpc.remove(generation.protocol());
        }
        assertEquals(Set.of(), ofGrpc);
    }

    private static byte[] echoOf(int bytes) {
        return FunctionMessage.newBuilder()
                .setFunctionName("echo")
                .setPayload(ByteString.copyFrom(new byte[bytes]))
                .build()
                .toByteArray();
    }
}
