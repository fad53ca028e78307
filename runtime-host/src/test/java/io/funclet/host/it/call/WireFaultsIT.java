package io.funclet.host.it.call;

import static io.funclet.host.grpc.RawConnection.DATA;
import static io.funclet.host.grpc.RawConnection.END_HEADERS;
import static io.funclet.host.grpc.RawConnection.END_STREAM;
import static io.funclet.host.grpc.RawConnection.HEADERS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.funclet.host.grpc.RawConnection;
import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.Generation;
import io.funclet.host.it.jar.Gate;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are malformed, or given up. */
class WireFaultsIT extends WireFaults {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "payload shorter than its length, 2205616263",
        "length beyond 31 bits, 22ffffffff0f",
        "negative length, 22ffffffffffffffffff01",
        "varint without an end, 08ffffffffffffffffffffff",
        "varint cut off, 08ff",
        "tag without a value, 08",
        "field number 0, 0000",
        "wire type 6, 0e00",
        "wire type 7, 0f00",
        "the largest field number and wire type 7, ffffffff0f00",
        "tag of more than 32 bits, a280808080808080400161",
        "tag of more than 64 bits, a28080808080808080020161",
        "group that is not closed, 0b",
        "group that was not opened, 0c",
        "topic that is not UTF-8, 1a02c328",
        "function name that is not UTF-8, 5a01ff",
    })
    void malformedMessage_isAnInvalidArgument(String what, String hex) {
        Status status = Callers.failure(
                () -> site.callers().raw(Generation.G3.method(), HexFormat.of().parseHex(hex)));

        assertEquals(Code.INVALID_ARGUMENT, status.getCode(), status::toString);
        assertTrue(status.getDescription().contains("baetyl.Function"), status::getDescription);
        assertEquals(1, status.getDescription().lines().count());
    }

    @ParameterizedTest
    @EnumSource
    void malformedMessage_isAnInvalidArgument_inEachGeneration(Generation generation) {
        for (String hex : List.of("127f", "ffffffff0f00")) {
            Status status = Callers.failure(
                    () -> site.callers().raw(generation.method(), HexFormat.of().parseHex(hex)));

            assertEquals(Code.INVALID_ARGUMENT, status.getCode(), status::toString);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "entry longer than the message, 12050a01",
        "entry's key longer than the entry, 12020a7f01",
        "entry cut off by a group's end, 12010c",
        "key that is not UTF-8, 12030a01ff"
    })
    void malformedMetadata_isAnInvalidArgument(String what, String hex) {
        Status status = Callers.failure(
                () -> site.callers().raw(Generation.G4.method(), HexFormat.of().parseHex(hex)));

        assertEquals(Code.INVALID_ARGUMENT, status.getCode(), status::toString);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"nothing of the message, 0000000005", "a part of it, 00000000050a", "half the length, 0000"})
    void messageCutOffByTheEndOfItsStream_isInternal_andTheConnectionLives(String what, String hex) throws Exception {
        try (RawConnection connection = RawConnection.speaking(site.port())) {
            for (int stream = 1; stream <= 3; stream += 2) {
                connection.frame(HEADERS, END_HEADERS, stream, RawConnection.call(Generation.G3.method()));
                connection.frame(DATA, END_STREAM, stream, HexFormat.of().parseHex(hex));

                assertEquals("grpc-status " + Code.INTERNAL.value(), connection.awaitEnd());
            }
            assertFalse(connection.hasEnded());
        }
    }

    @Test
    void groupsNestedWithoutEnd_areAnInvalidArgument() {
        byte[] groups = new byte[1024 * 1024];
        Arrays.fill(groups, (byte) 0x0b);

        Status status = Callers.failure(() -> site.callers().raw(Generation.G3.method(), groups));

        assertEquals(Code.INVALID_ARGUMENT, status.getCode(), status::toString);
    }

    @Test
    void ofHundredThousandPayloads_theLastCounts() throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(message);
        for (int i = 0; i < 100_000; i++) {
            out.writeString(Generation.G3.payloadFieldNumber(), "unwanted");
        }
        out.writeString(11, "echo");
        out.writeString(Generation.G3.payloadFieldNumber(), "wanted");
        out.flush();

        byte[] answer = site.callers().raw(Generation.G3.method(), message.toByteArray());

        assertEquals(Generation.G3.request("echo", ByteString.copyFromUtf8("wanted")), Generation.G3.parse(answer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"baetyl.Function/Talk", "baetyl.Function/call", "nobody.Function/Call", "Call/Call"})
    void unknownMethod_isUnimplemented(String method) {
        Status status = Callers.failure(() -> site.callers().raw(method, new byte[0]));

        assertEquals(Code.UNIMPLEMENTED, status.getCode(), status::toString);
    }

    @Test
    void callersDeadline_endsTheCall_andInterruptsTheFunction() throws Exception {
        Gate gate = Gate.in(site.path());

        Status status = Callers.failure(
                () -> site.callers().call(Generation.G3, "gate", gate.event(), Duration.ofMillis(1500)));

        assertEquals(Code.DEADLINE_EXCEEDED, status.getCode(), status::toString);
        assertTrue(gate.awaitInterrupted().startsWith("cancelled=true"));
    }

    @Test
    void callThatIsCancelled_interruptsTheFunction_whichSeesIt() throws Exception {
        Gate gate = Gate.in(site.path());
        Future<byte[]> call = site.callers().begin("gate", gate.event(), Await.LONG);
        gate.awaitEntered();
        assertFalse(gate.wasInterrupted());

        call.cancel(true);

        String seen = gate.awaitInterrupted();
        assertTrue(seen.startsWith("cancelled=true"), seen);
    }

    @Test
    void connectionThatEnds_interruptsItsCalls() throws Exception {
        Gate gate = Gate.in(site.path());
        try (Callers draining = Callers.of(site.port())) {
            draining.begin("gate", gate.event(), Await.LONG);
            gate.awaitEntered();
        }

        String seen = gate.awaitInterrupted();
        assertTrue(seen.startsWith("cancelled=true"), seen);
    }
}
