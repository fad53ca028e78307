package io.funclet.host.grpc.wire;

import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A request as received: its bytes, or why they could not be read; the other one is {@code null}. Not parsed here,
 * because an exception of a marshaller reaches the caller as {@code UNKNOWN} without a reason.
 */
public record RequestMessage(byte[] message, Status failure) {

    public static final Marshaller<RequestMessage> MARSHALLER = new Marshaller<>() {
        @Override
        public InputStream stream(RequestMessage requestMessage) {
            throw new UnsupportedOperationException("a server does not send requests");
        }

        @Override
        public RequestMessage parse(InputStream stream) {
            try {
                return new RequestMessage(read(stream), null);
            } catch (StatusRuntimeException rejected) {
                // A compressed message may exceed the limit only while it is read.
                return new RequestMessage(null, rejected.getStatus());
            } catch (IOException broken) {
                return new RequestMessage(
                        null, Status.INVALID_ARGUMENT.withDescription("the message cannot be decompressed: " + broken));
            }
        }
    };

    private static byte[] read(InputStream stream) throws IOException {
        if (!(stream instanceof KnownLength)) {
            return stream.readAllBytes();
        }
        // Not with readNBytes(length), which needs the message twice in memory.
        byte[] message = new byte[stream.available()];
        int read = stream.readNBytes(message, 0, message.length);
        return read == message.length ? message : Arrays.copyOf(message, read);
    }
}
