package io.funclet.host.grpc.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.funclet.api.Payload;
import io.funclet.host.call.model.Call;
import io.funclet.host.grpc.wire.WireGeneration.Parsed;
import io.grpc.Drainable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests and replies of all generations, compared with what the generated classes make of the same bytes. */
class WireGenerationTest {

    private static final long SEED = Long.getLong("wire.seed", 20261121);

    private static final int MESSAGES = 3_000;

    private static final int FUZZED = Integer.getInteger("wire.messages", 25_000);

    private static final List<Payload> RESPONSES =
            List.of(Payload.empty(), Payload.of("x"), Payload.of(new byte[127]), Payload.of(new byte[20_000]));

    @ParameterizedTest
    @EnumSource
    void anyMessage_isReadAndAnsweredAsTheGeneratedClassesWould(WireGeneration generation) throws Exception {
        Random random = new Random(SEED);
        for (int i = 0; i < MESSAGES; i++) {
            byte[] bytes = new RandomMessage(random).of(generation);
            Message expected =
                    Generations.messageOf(generation).getParserForType().parseFrom(bytes);

            Parsed parsed = generation.parse(bytes, null, null);

            assertReadAs(expected, parsed.call());
            assertAnswered(generation, parsed, expected, RESPONSES.get(i % RESPONSES.size()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void truncatedMessage_isReadOrRejectedAsTheGeneratedClassesWould(WireGeneration generation) throws Exception {
        Random random = new Random(SEED);
        for (int i = 0; i < 30; i++) {
            byte[] whole = new RandomMessage(random).of(generation);
            for (int length = 0; length < whole.length; length++) {
                assertSameVerdict(generation, Arrays.copyOf(whole, length));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void arbitraryBytes_areReadOrRejectedAsTheGeneratedClassesWould(WireGeneration generation) throws Exception {
        Random random = new Random(SEED);
        for (int i = 0; i < FUZZED; i++) {
            byte[] bytes;
            int kind = random.nextInt(3);
            if (kind == 0) {
                bytes = new byte[random.nextInt(40)];
                random.nextBytes(bytes);
            } else if (kind == 1) {
                bytes = new RandomMessage(random).broken(generation);
            } else {
                bytes = new RandomMessage(random).of(generation);
                for (int changes = random.nextInt(4); changes >= 0 && bytes.length > 0; changes--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
            }
            assertSameVerdict(generation, bytes);
        }
    }

    @ParameterizedTest
    @EnumSource
    void payloadRepeatedWithoutEnd_costsNeitherStackNorSquareTime(WireGeneration generation) throws Exception {
        int repetitions = 1_000_000;
        byte[] message = new byte[2 * repetitions + 1];
        for (int i = 0; i < repetitions; i++) {
            message[2 * i] = (byte) (Generations.payloadNumber(generation) << 3 | 2);
        }
        message[2 * repetitions - 1] = 1;
        message[2 * repetitions] = 'x';

        Parsed parsed = generation.parse(message, null, null);

        assertEquals(Payload.of("x"), parsed.call().payload());
        assertArrayEquals(new byte[0], written(new ResponseMessage(parsed, Payload.empty())));
    }

    @Test
    void emptyResponse_leavesThePayloadOut() throws Exception {
        for (WireGeneration generation : WireGeneration.values()) {
            byte payload = (byte) (Generations.payloadNumber(generation) << 3 | 2);
            Parsed parsed = generation.parse(new byte[] {payload, 1, 'x'}, null, null);

            assertArrayEquals(new byte[0], written(new ResponseMessage(parsed, Payload.empty())));
        }
    }

    @Test
    void payload_isAPartOfTheMessageAndNotACopy() throws Exception {
        byte[] message = {4 << 3 | 2, 3, 'o', 'n', 'e'};
        Payload payload =
                WireGeneration.BAETYL_FUNCTION.parse(message, null, null).call().payload();

        message[2] = 'O';

        assertEquals("One", payload.text());
    }

    @Test
    void faasMetadata_tellsWhatTheOthersHaveFieldsFor() throws Exception {
        io.funclet.proto.faas.Message message = io.funclet.proto.faas.Message.newBuilder()
                .setID(7)
                .putMetadata("functionName", "f")
                .putMetadata("invokeid", "old")
                .putMetadata("messageQOS", "1")
                .putMetadata("messageTopic", "t")
                .putMetadata("messageTimestamp", "1700000000")
                .build();

        Call call = WireGeneration.BAETYL_FAAS
                .parse(message.toByteArray(), null, null)
                .call();

        assertEquals("f", call.functionName());
        assertEquals("old", call.invokeId());
        assertEquals(OptionalInt.of(1), call.qos());
        assertEquals("t", call.topic());
        assertEquals(1_700_000_000, call.timestampSeconds());
        assertEquals(message.getMetadataMap(), call.sentMetadata());
        assertEquals("new", faasInvokeId(Map.of("invokeid", "old", "invokeId", "new")));
    }

    @Test
    void faasNumbersThatAreNone_areAbsent() throws Exception {
        for (String text : List.of("", "x", "3", "-1", "99999999999999999999")) {
            io.funclet.proto.faas.Message message = io.funclet.proto.faas.Message.newBuilder()
                    .putMetadata("messageQOS", text)
                    .build();
            assertEquals(
                    OptionalInt.empty(),
                    WireGeneration.BAETYL_FAAS
                            .parse(message.toByteArray(), null, null)
                            .call()
                            .qos(),
                    text);
        }
    }

    private static String faasInvokeId(Map<String, String> metadata) throws IOException {
        byte[] message = io.funclet.proto.faas.Message.newBuilder()
                .putAllMetadata(metadata)
                .build()
                .toByteArray();
        return WireGeneration.BAETYL_FAAS.parse(message, null, null).call().invokeId();
    }

    private static void assertReadAs(Message expected, Call call) {
        for (FieldDescriptor field : expected.getDescriptorForType().getFields()) {
            Object value = expected.getField(field);
            switch (field.getName()) {
                case "ID" -> assertEquals(value, call.messageId());
                case "QOS" -> assertEquals(OptionalInt.of((Integer) value), call.qos());
                case "Topic" -> assertEquals(value, call.topic());
                case "Payload" ->
                    assertEquals(value, ByteString.copyFrom(call.payload().buffer()));
                case "Timestamp" -> assertEquals(value, call.timestampSeconds());
                case "FunctionName" -> assertEquals(value, call.functionName());
                case "FunctionInvokeID" -> assertEquals(value, call.invokeId());
                case "Metadata" ->
                    assertEquals(((io.funclet.proto.faas.Message) expected).getMetadataMap(), call.sentMetadata());
                default -> fail("a field that this test does not know: " + field);
            }
        }
    }

    private static void assertAnswered(WireGeneration generation, Parsed parsed, Message request, Payload response)
            throws IOException {
        FieldDescriptor payload = request.getDescriptorForType().findFieldByName("Payload");
        Message expected = request.toBuilder()
                .setField(payload, ByteString.copyFrom(response.buffer()))
                .build();
        ResponseMessage responseMessage = new ResponseMessage(parsed, response);
        byte[] drained = written(responseMessage);

        assertEquals(
                expected, Generations.messageOf(generation).getParserForType().parseFrom(drained));
        assertEquals(drained.length, responseMessage.size());
    }

    private static byte[] written(ResponseMessage responseMessage) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (InputStream stream = ResponseMessage.MARSHALLER.stream(responseMessage)) {
            assertEquals(responseMessage.size(), stream.available());
            assertEquals(responseMessage.size(), ((Drainable) stream).drainTo(out));
        }
        return out.toByteArray();
    }

    private static void assertSameVerdict(WireGeneration generation, byte[] bytes) throws IOException {
        Message expected;
        try {
            expected = Generations.messageOf(generation).getParserForType().parseFrom(bytes);
        } catch (InvalidProtocolBufferException invalid) {
            assertThrows(IOException.class, () -> generation.parse(bytes, null, null), () -> invalid + words(bytes));
            return;
        }
        Parsed parsed;
        try {
            parsed = generation.parse(bytes, null, null);
        } catch (IOException stricter) {
            // Only where they drop bits that are too many.
            assertTrue(
                    stricter.getMessage().matches(".* has more than (3[12] bits|10 bytes)"),
                    () -> stricter + words(bytes));
            return;
        }
        assertReadAs(expected, parsed.call());
        assertAnswered(generation, parsed, expected, Payload.of("response"));
    }

    private static String words(byte[] bytes) {
        return ", seed " + SEED + ": " + HexFormat.of().formatHex(bytes);
    }
}
