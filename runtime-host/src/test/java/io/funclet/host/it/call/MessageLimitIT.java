package io.funclet.host.it.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.Generation;
import io.grpc.Codec;
import io.grpc.CompressorRegistry;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.io.InputStream;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages of about {@code server.message.length.max}, in either direction, also compressed. */
class MessageLimitIT extends WireFaults {

    private static final int LIMIT_BYTES = 4 * 1024 * 1024;

    @ParameterizedTest
    @EnumSource
    void payloadOf4194250Bytes_fits_inBothDirections(Generation generation) {
        ByteString payload = zeros(4_194_250);

        byte[] answer = site.callers()
                .raw(generation.method(), generation.request("echo", payload).toByteArray());

        assertEquals(payload, generation.payload(generation.parse(answer)));
    }

    @ParameterizedTest
    @EnumSource
    void payloadOf4194304Bytes_doesNotFit(Generation generation) {
        byte[] request = generation.request("echo", zeros(4_194_304)).toByteArray();

        Status status = Callers.failure(() -> site.callers().raw(generation.method(), request));

        assertEquals(Code.RESOURCE_EXHAUSTED, status.getCode(), status::toString);
    }

    @Test
    void messageOfExactlyTheLimit_fits_andOneByteMoreDoesNot() {
        byte[] fits = requestOf(LIMIT_BYTES);
        byte[] tooLarge = requestOf(LIMIT_BYTES + 1);

        assertEquals(LIMIT_BYTES, site.callers().raw(Generation.G3.method(), fits).length);
        Status status = Callers.failure(() -> site.callers().raw(Generation.G3.method(), tooLarge));
        assertEquals(Code.RESOURCE_EXHAUSTED, status.getCode(), status::toString);
    }

    @Test
    void requestOverTheLimit_isOneLineInTheLog_withPeerAndLimit_andWithoutAStack() throws Exception {
        byte[] tooLarge = requestOf(LIMIT_BYTES + 1);
        Callers.failure(() -> site.callers().raw(Generation.G3.method(), tooLarge));

        String line = site.log().await("was rejected: gRPC message exceeds");

        assertTrue(line.contains("INFO") && line.contains("127.0.0.1:") && line.contains("" + LIMIT_BYTES), line);
        assertEquals(0, site.log().count("Exception processing message"));
        assertEquals(0, site.log().count("at io.grpc."));
    }

    @Test
    void answerOverTheLimit_isNotSent_andTheReasonHasTheNumbers() {
        Status status = site.callers().failure("zeros", Integer.toString(LIMIT_BYTES));

        assertEquals(Code.RESOURCE_EXHAUSTED, status.getCode(), status::toString);
        assertTrue(status.getDescription().contains("zeros"), status::getDescription);
        assertTrue(status.getDescription().contains(Integer.toString(LIMIT_BYTES)), status::getDescription);
        assertTrue(status.getDescription().contains("server.message.length.max"), status::getDescription);
    }

    @Test
    void compressedRequest_isAnsweredAsAnyOther() {
        byte[] request = Generation.G3.request("echo", zeros(100_000)).toByteArray();

        byte[] answer = site.callers()
                .raw(Generation.G3.method(), request, Callers.within(Await.LONG).withCompression("gzip"));

        assertEquals(Generation.G3.parse(request), Generation.G3.parse(answer));
    }

    @Test
    void compressedRequestThatGrowsBeyondTheLimit_isRejected() {
        byte[] bomb = Generation.G3.request("echo", zeros(32 * 1024 * 1024)).toByteArray();

        Status status = Callers.failure(() -> site.callers()
                .raw(Generation.G3.method(), bomb, Callers.within(Await.LONG).withCompression("gzip")));

        assertEquals(Code.RESOURCE_EXHAUSTED, status.getCode(), status::toString);
    }

    @Test
    void requestThatOnlyClaimsToBeCompressed_isAnInvalidArgument() {
        CompressorRegistry claims = CompressorRegistry.newEmptyInstance();
        claims.register(new NoGzip());
        try (Callers liar = Callers.of(site.port(), claims)) {
            Status status = Callers.failure(() -> liar.raw(
                    Generation.G3.method(),
                    Generation.G3.request("echo", zeros(10)).toByteArray(),
                    Callers.within(Await.LONG).withCompression("gzip")));

            assertEquals(Code.INVALID_ARGUMENT, status.getCode(), status::toString);
        }
    }

    /** The one array is what the function sees. All else is outside the heap, and goes as it is read or sent. */
    @Test
    void messageOf4MiB_isOneArrayOnTheHeap() {
        byte[] largest = requestOf(LIMIT_BYTES);
        int messages = 8;
        site.callers().raw(Generation.G3.method(), largest);

        long before = Long.parseLong(site.callers().call("allocated", ""));
        for (int i = 0; i < messages; i++) {
            site.callers().raw(Generation.G3.method(), largest);
        }
        long each = (Long.parseLong(site.callers().call("allocated", "")) - before) / messages;

        assertTrue(each < 1.25 * LIMIT_BYTES, () -> each + " bytes for a message of " + LIMIT_BYTES);
    }

    /** A request for {@code echo} that is this long as a whole. */
    private static byte[] requestOf(int length) {
        int rest = Generation.G3.request("echo", zeros(LIMIT_BYTES)).toByteArray().length - LIMIT_BYTES;
        byte[] request = Generation.G3.request("echo", zeros(length - rest)).toByteArray();
        assertEquals(length, request.length);
        return request;
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
