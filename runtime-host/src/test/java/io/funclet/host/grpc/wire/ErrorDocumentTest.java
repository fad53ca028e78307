package io.funclet.host.grpc.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.protobuf.ByteString;
import io.funclet.proto.baetyl.FunctionMessage;
import io.funclet.proto.faas.Message;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The document is that of Go's {@code json.Marshal}, byte for byte. */
class ErrorDocumentTest {

    private static final String HEAD = "{\"errorMessage\":\"rpc error: code = FailedPrecondition desc = no\","
            + "\"errorType\":\"*status.statusError\",\"functionMessage\":{";

    private static String document(WireGeneration generation, com.google.protobuf.Message message) throws IOException {
        return ErrorDocument.of(
                        generation.parse(message.toByteArray(), null, null).call(), "no")
                .text();
    }

    @Test
    void messageOfOpenedgeAndBaetyl1_isThere_withWhatItHas() throws Exception {
        FunctionMessage.Builder message = FunctionMessage.newBuilder()
                .setID(-1)
                .setQOS(1)
                .setTopic("a \"<b>\"&\u2028\n\\")
                .setPayload(ByteString.copyFromUtf8("{\"a\":1}"))
                .setTimestamp(1700000000)
                .setFunctionName("sayhi")
                .setFunctionInvokeID("i-1");

        assertEquals(
                HEAD
                        + "\"ID\":18446744073709551615,\"QOS\":1,\"Topic\":\"a \\\"\\u003cb\\u003e\\\"\\u0026\\u2028\\u000a\\\\\","
                        + "\"Payload\":\"eyJhIjoxfQ==\",\"Timestamp\":1700000000,\"FunctionName\":\"sayhi\","
                        + "\"FunctionInvokeID\":\"i-1\"}}",
                document(WireGeneration.BAETYL_FUNCTION, message.build()));
        assertEquals(HEAD + "}}", document(WireGeneration.BAETYL_FUNCTION, FunctionMessage.getDefaultInstance()));
    }

    @Test
    void messageOfBaetyl2_hasItsMetadata() throws Exception {
        Message message = Message.newBuilder()
                .setID(7)
                .putMetadata("functionName", "sayhi")
                .putMetadata("a", "b")
                .build();

        assertEquals(
                HEAD + "\"ID\":7,\"Metadata\":{\"a\":\"b\",\"functionName\":\"sayhi\"}}}",
                document(WireGeneration.BAETYL_FAAS, message));
    }

    @Test
    void largePayload_isLeftOut() throws Exception {
        Message message = Message.newBuilder()
                .setPayload(ByteString.copyFrom(new byte[64 * 1024 + 1]))
                .build();

        assertFalse(document(WireGeneration.BAETYL_FAAS, message).contains("Payload"));
    }
}
