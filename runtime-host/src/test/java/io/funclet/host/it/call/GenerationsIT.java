package io.funclet.host.it.call;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import io.funclet.host.it.client.Generation;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What goes over the wire in each generation (contract, section 1), byte by byte. */
@Embedded
class GenerationsIT {

    @RegisterExtension
    static final RuntimeExtension site = WireRequests.served();

    @ParameterizedTest
    @EnumSource
    void answerIsTheRequest_withItsPayloadReplaced(Generation generation) {
        Message request = WireRequests.complete(generation, "upper", "abc");

        byte[] answer = site.callers().raw(generation.method(), request.toByteArray());

        assertEquals(generation.withPayload(request, WireRequests.utf8("ABC")), generation.parse(answer));
    }

    @ParameterizedTest
    @EnumSource
    void fieldsThatNobodyKnows_comeBackByteByByte(Generation generation) throws IOException {
        byte[] known = WireRequests.complete(generation, "upper", "").toByteArray();
        byte[] before = unknown(1000).toByteArray();
        byte[] after = unknown(2000).toByteArray();

        byte[] answer = site.callers()
                .raw(generation.method(), WireRequests.join(before, known, payloadField(generation, "abc"), after));

        assertArrayEquals(WireRequests.join(before, known, payloadField(generation, "ABC"), after), answer);
    }

    @ParameterizedTest
    @EnumSource
    void ofSeveralPayloads_theLastCounts_andTheAnswerHasOne(Generation generation) throws IOException {
        byte[] known = WireRequests.complete(generation, "upper", "").toByteArray();

        byte[] answer = site.callers()
                .raw(
                        generation.method(),
                        WireRequests.join(payloadField(generation, "first"), known, payloadField(generation, "last")));

        assertArrayEquals(WireRequests.join(known, payloadField(generation, "LAST")), answer);
    }

    @ParameterizedTest
    @EnumSource
    void emptyAnswer_leavesThePayloadFieldOut(Generation generation) throws IOException {
        byte[] known = WireRequests.complete(generation, "empty", "").toByteArray();

        assertArrayEquals(
                known,
                site.callers().raw(generation.method(), WireRequests.join(known, payloadField(generation, "event"))));
    }

    @ParameterizedTest
    @EnumSource
    void nullAnswer_leavesThePayloadFieldOut(Generation generation) throws IOException {
        byte[] known = WireRequests.complete(generation, "nothing", "").toByteArray();

        assertArrayEquals(
                known,
                site.callers().raw(generation.method(), WireRequests.join(known, payloadField(generation, "event"))));
    }

    @ParameterizedTest
    @EnumSource
    void emptyEventThatIsPresent_isNotPresentInAnEmptyAnswer(Generation generation) throws IOException {
        byte[] known = WireRequests.complete(generation, "echo", "").toByteArray();

        assertArrayEquals(
                known, site.callers().raw(generation.method(), WireRequests.join(known, payloadField(generation, ""))));
    }

    @ParameterizedTest
    @EnumSource
    void bytesThatAreNoText_comeBackAsTheyCame(Generation generation) {
        byte[] event = new byte[256];
        for (int i = 0; i < event.length; i++) {
            event[i] = (byte) i;
        }
        Message request = generation.request("echo", ByteString.copyFrom(event));

        assertArrayEquals(request.toByteArray(), site.callers().raw(generation.method(), request.toByteArray()));
    }

    @ParameterizedTest
    @EnumSource
    void unknownFunction_isNotFound_namingWhatIsKnown(Generation generation) {
        Status status = site.callers().failure(generation, "nobody", "");

        assertEquals(Code.NOT_FOUND, status.getCode());
        for (String part : new String[] {"nobody", "context", "echo", "sayhi", "upper", "empty", "nothing"}) {
            assertTrue(status.getDescription().contains(part), status::getDescription);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "G4")
    void emptyFunctionName_isAnInvalidArgument_namingWhatIsKnown(Generation generation) {
        Status status = site.callers().failure(generation, "", "");

        assertEquals(Code.INVALID_ARGUMENT, status.getCode());
        assertTrue(status.getDescription().contains("sayhi"), status::getDescription);
    }

    @Test
    void fourthGeneration_withoutFunctionName_callsTheFirstConfigured() {
        assertTrue(site.callers().call(Generation.G4, "", "").contains("functionName=context"));
    }

    @Test
    void fourthGeneration_withEmptyFunctionName_callsTheFirstConfigured() {
        byte[] request = io.funclet.proto.faas.Message.newBuilder()
                .putMetadata("functionName", "")
                .build()
                .toByteArray();

        Message answer = Generation.G4.parse(site.callers().raw(Generation.G4.method(), request));

        assertTrue(Generation.G4.payload(answer).toStringUtf8().contains("functionName=context"));
    }

    @ParameterizedTest
    @EnumSource
    void functionSees_allThatItsCallerSent(Generation generation) {
        String expected = switch (generation) {
            case G1 -> """
                        protocol=OPENEDGE_RUNTIME
                        functionName=context
                        functionVersion=1.2.3
                        invokeId=invoke-1
                        messageId=0
                        qos=OptionalInt[1]
                        topic=a/b
                        timestamp=Optional.empty
                        metadata={functionInvokeID=invoke-1, functionName=context, invokeid=invoke-1, messageQOS=1,\
                         messageTopic=a/b}
                        """;
            case G2, G3 -> """
                        protocol=%s
                        functionName=context
                        functionVersion=1.2.3
                        invokeId=invoke-1
                        messageId=18446744073709551615
                        qos=OptionalInt[1]
                        topic=a/b
                        timestamp=Optional[2019-12-31T16:00:00Z]
                        metadata={functionInvokeID=invoke-1, functionName=context, invokeid=invoke-1, messageQOS=1,\
                         messageTimestamp=1577808000, messageTopic=a/b}
                        """.formatted(generation == Generation.G2 ? "OPENEDGE_FUNCTION" : "BAETYL_FUNCTION");
            case G4 -> """
                        protocol=BAETYL_FAAS
                        functionName=context
                        functionVersion=1.2.3
                        invokeId=invoke-1
                        messageId=18446744073709551615
                        qos=OptionalInt[1]
                        topic=a/b
                        timestamp=Optional[2019-12-31T16:00:00Z]
                        metadata={functionName=context, invokeId=invoke-1, messageQOS=1, messageTimestamp=1577808000,\
                         messageTopic=a/b, serviceName=service-1}
                        """;
        };

        assertEquals(
                expected + "isCancelled=false\nenv={}\nhasTime=true",
                WireRequests.payload(site.callers(), generation, "context", ""));
    }

    @Test
    void oldNameOfTheInvokeId_isReadToo() {
        byte[] request = io.funclet.proto.faas.Message.newBuilder()
                .putMetadata("invokeid", "old-1")
                .build()
                .toByteArray();

        Message answer = Generation.G4.parse(site.callers().raw(Generation.G4.method(), request));

        assertTrue(Generation.G4.payload(answer).toStringUtf8().contains("invokeId=old-1"));
    }

    /** One field of each wire type, none of which any generation has. */
    private static UnknownFieldSet unknown(int number) {
        return UnknownFieldSet.newBuilder()
                .addField(number, Field.newBuilder().addVarint(-1).build())
                .addField(number + 1, Field.newBuilder().addFixed32(7).build())
                .addField(number + 2, Field.newBuilder().addFixed64(8).build())
                .addField(
                        number + 3,
                        Field.newBuilder()
                                .addLengthDelimited(WireRequests.utf8("unknown"))
                                .build())
                .addField(
                        number + 4,
                        Field.newBuilder()
                                .addGroup(UnknownFieldSet.getDefaultInstance())
                                .build())
                .build();
    }

    /** The field by itself, also where its payload is empty, which generated classes leave out. */
    private static byte[] payloadField(Generation generation, String payload) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.writeBytes(generation.payloadFieldNumber(), WireRequests.utf8(payload));
        out.flush();
        return bytes.toByteArray();
    }
}
