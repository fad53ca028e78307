package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.grpc.Codec;
import io.grpc.CompressorRegistry;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that are wrong, too large, or given up. The standing assertion: a call that runs beside them on the same
 * connection, held before each test, ends well.
 */
class WireFaultsIT {

    private static final int LIMIT_BYTES = 4 * 1024 * 1024;

    @TempDir
    static Path directory;

    @AutoClose
    private static RuntimeProcess runtime;

    @AutoClose
    private static Callers callers;

    private static Workspace workspace;

    private Gate neighboursGate;
    private Future<byte[]> neighbour;

    @BeforeAll
    static void start() throws Exception {
        workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "gate", "echo", "zeros");
        FunctionJar.bundle("it.wirefaults")
                .function("gate", Gate.HANDLER)
                .function("echo", "return event;")
                .function("zeros", "return Payload.of(new byte[Integer.parseInt(event.text())]);")
                .build()
                .deploy(workspace.code("code"), "wirefaults.jar");
        runtime = workspace.start();
        callers = Callers.of(workspace.port());
    }

    @BeforeEach
    void holdNeighbour() throws Exception {
        neighboursGate = Gate.in(directory);
        neighbour = callers.begin("gate", neighboursGate.event(), Await.LONG);
        neighboursGate.awaitEntered();
    }

    @AfterEach
    void neighbourEndsWell() throws Exception {
        neighboursGate.open();
        assertEquals("passed", Callers.payload(neighbour));
        assertTrue(runtime.isAlive());
    }

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
        "group that is not closed, 0b",
        "group that was not opened, 0c",
        "topic that is not UTF-8, 1a02c328",
        "function name that is not UTF-8, 5a01ff",
    })
    void malformedMessage_isAnInvalidArgument(String what, String hex) {
        Status status = Callers.failure(
                () -> callers.raw(Generation.G3.method(), HexFormat.of().parseHex(hex)));

        assertEquals(Code.INVALID_ARGUMENT, status.getCode(), status::toString);
        assertTrue(status.getDescription().contains("baetyl.Function"), status::getDescription);
        assertEquals(1, status.getDescription().lines().count());
    }

    @ParameterizedTest
    @EnumSource
    void malformedMessage_isAnInvalidArgument_inEachGeneration(Generation generation) {
        Status status = Callers.failure(() -> callers.raw(generation.method(), new byte[] {0x12, 0x7f}));

        assertEquals(Code.INVALID_ARGUMENT, status.getCode(), status::toString);
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
                () -> callers.raw(Generation.G4.method(), HexFormat.of().parseHex(hex)));

        assertEquals(Code.INVALID_ARGUMENT, status.getCode(), status::toString);
    }

    @Test
    void groupsNestedWithoutEnd_areAnInvalidArgument() {
        byte[] groups = new byte[1024 * 1024];
        Arrays.fill(groups, (byte) 0x0b);

        Status status = Callers.failure(() -> callers.raw(Generation.G3.method(), groups));

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

        byte[] answer = callers.raw(Generation.G3.method(), message.toByteArray());

        assertEquals(Generation.G3.request("echo", ByteString.copyFromUtf8("wanted")), Generation.G3.parse(answer));
    }

    @ParameterizedTest
    @EnumSource
    void payloadOf4194250Bytes_fits_inBothDirections(Generation generation) {
        ByteString payload = zeros(4_194_250);

        byte[] answer = callers.raw(
                generation.method(), generation.request("echo", payload).toByteArray());

        assertEquals(payload, generation.payload(generation.parse(answer)));
    }

    @ParameterizedTest
    @EnumSource
    void payloadOf4194304Bytes_doesNotFit(Generation generation) {
        byte[] request = generation.request("echo", zeros(4_194_304)).toByteArray();

        Status status = Callers.failure(() -> callers.raw(generation.method(), request));

        assertEquals(Code.RESOURCE_EXHAUSTED, status.getCode(), status::toString);
    }

    @Test
    void messageOfExactlyTheLimit_fits_andOneByteMoreDoesNot() {
        byte[] fits = requestOf(LIMIT_BYTES);
        byte[] tooLarge = requestOf(LIMIT_BYTES + 1);

        assertEquals(LIMIT_BYTES, callers.raw(Generation.G3.method(), fits).length);
        Status status = Callers.failure(() -> callers.raw(Generation.G3.method(), tooLarge));
        assertEquals(Code.RESOURCE_EXHAUSTED, status.getCode(), status::toString);
    }

    @Test
    void requestOverTheLimit_isOneLineInTheLog_withPeerAndLimit_andWithoutAStack() throws Exception {
        byte[] tooLarge = requestOf(LIMIT_BYTES + 1);
        Callers.failure(() -> callers.raw(Generation.G3.method(), tooLarge));

        String line = workspace.log().await("was refused: gRPC message exceeds");

        assertTrue(line.contains("INFO") && line.contains("127.0.0.1:") && line.contains("" + LIMIT_BYTES), line);
        assertEquals(0, workspace.log().count("Exception processing message"));
        assertEquals(0, workspace.log().count("at io.grpc."));
    }

    @Test
    void answerOverTheLimit_isNotSent_andTheReasonHasTheNumbers() {
        Status status = callers.failure("zeros", Integer.toString(LIMIT_BYTES));

        assertEquals(Code.RESOURCE_EXHAUSTED, status.getCode(), status::toString);
        assertTrue(status.getDescription().contains("zeros"), status::getDescription);
        assertTrue(status.getDescription().contains(Integer.toString(LIMIT_BYTES)), status::getDescription);
        assertTrue(status.getDescription().contains("server.message.length.max"), status::getDescription);
    }

    @ParameterizedTest
    @ValueSource(strings = {"baetyl.Function/Talk", "baetyl.Function/call", "nobody.Function/Call", "Call/Call"})
    void unknownMethod_isUnimplemented(String method) {
        Status status = Callers.failure(() -> callers.raw(method, new byte[0]));

        assertEquals(Code.UNIMPLEMENTED, status.getCode(), status::toString);
    }

    @Test
    void compressedRequest_isAnsweredAsAnyOther() {
        byte[] request = Generation.G3.request("echo", zeros(100_000)).toByteArray();

        byte[] answer = callers.raw(
                Generation.G3.method(), request, Callers.within(Await.LONG).withCompression("gzip"));

        assertEquals(Generation.G3.parse(request), Generation.G3.parse(answer));
    }

    @Test
    void compressedRequestThatGrowsBeyondTheLimit_isRefused() {
        byte[] bomb = Generation.G3.request("echo", zeros(32 * 1024 * 1024)).toByteArray();

        Status status = Callers.failure(() -> callers.raw(
                Generation.G3.method(), bomb, Callers.within(Await.LONG).withCompression("gzip")));

        assertEquals(Code.RESOURCE_EXHAUSTED, status.getCode(), status::toString);
    }

    @Test
    void requestThatOnlyClaimsToBeCompressed_isAnInvalidArgument() {
        CompressorRegistry claims = CompressorRegistry.newEmptyInstance();
        claims.register(new NoGzip());
        try (Callers liar = Callers.of(workspace.port(), claims)) {
            Status status = Callers.failure(() -> liar.raw(
                    Generation.G3.method(),
                    Generation.G3.request("echo", zeros(10)).toByteArray(),
                    Callers.within(Await.LONG).withCompression("gzip")));

            assertEquals(Code.INVALID_ARGUMENT, status.getCode(), status::toString);
        }
    }

    @Test
    void callersDeadline_endsTheCall_andInterruptsTheFunction() throws Exception {
        Gate gate = Gate.in(directory);

        Status status =
                Callers.failure(() -> callers.call(Generation.G3, "gate", gate.event(), Duration.ofMillis(1500)));

        assertEquals(Code.DEADLINE_EXCEEDED, status.getCode(), status::toString);
        assertTrue(gate.awaitInterrupted().startsWith("cancelled=true"));
    }

    @Test
    void callThatIsCancelled_interruptsTheFunction_whichSeesIt() throws Exception {
        Gate gate = Gate.in(directory);
        Future<byte[]> call = callers.begin("gate", gate.event(), Await.LONG);
        gate.awaitEntered();
        assertFalse(gate.wasInterrupted());

        call.cancel(true);

        String seen = gate.awaitInterrupted();
        assertTrue(seen.startsWith("cancelled=true"), seen);
    }

    @Test
    void connectionThatEnds_interruptsItsCalls() throws Exception {
        Gate gate = Gate.in(directory);
        try (Callers leaving = Callers.of(workspace.port())) {
            leaving.begin("gate", gate.event(), Await.LONG);
            gate.awaitEntered();
        }

        String seen = gate.awaitInterrupted();
        assertTrue(seen.startsWith("cancelled=true"), seen);
    }

    /** A request for {@code echo} that is this long as a whole. */
    private static byte[] requestOf(int length) {
        int rest = Generation.G3.request("echo", zeros(LIMIT_BYTES)).toByteArray().length - LIMIT_BYTES;
        byte[] request = Generation.G3.request("echo", zeros(length - rest)).toByteArray();
        assertEquals(length, request.length);
        return request;
    }

    private static ByteString zeros(int length) {
        return ByteString.copyFrom(new byte[length]);
    }

    /** Compresses nothing, under the name of gzip. */
    private static final class NoGzip implements Codec {

        @Override
        public String getMessageEncoding() {
            return "gzip";
        }

        @Override
        public OutputStream compress(OutputStream out) {
            return out;
        }

        @Override
        public InputStream decompress(InputStream in) {
            return in;
        }
    }
}
