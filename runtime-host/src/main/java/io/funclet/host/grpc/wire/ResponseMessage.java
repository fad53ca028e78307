package io.funclet.host.grpc.wire;

import com.google.protobuf.CodedOutputStream;
import io.funclet.api.Payload;
import io.funclet.host.grpc.wire.WireGeneration.Parsed;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The response: the request with its payload field replaced (contract, section 1). An empty payload is omitted, because
 * Go would publish a field of length zero.
 */
public final class ResponseMessage {

    public static final Marshaller<ResponseMessage> MARSHALLER = new Marshaller<>() {
        @Override
        public InputStream stream(ResponseMessage responseMessage) {
            return responseMessage.new Bytes();
        }

        @Override
        public ResponseMessage parse(InputStream stream) {
            throw new UnsupportedOperationException("a server does not receive replies");
        }
    };

    private final Parsed request;
    private final Payload payload;

    public ResponseMessage(Parsed request, Payload payload) {
        this.request = request;
        this.payload = payload;
    }

    /** The size of the message. A long, because the parts may exceed the largest message. */
    public long size() {
        return (long) request.message().length
                - (request.payloadTo() - request.payloadFrom())
                + headerSize()
                + payload.size();
    }

    private int headerSize() {
        return payload.isEmpty()
                ? 0
                : CodedOutputStream.computeUInt32SizeNoTag(request.payloadTag())
                        + CodedOutputStream.computeUInt32SizeNoTag(payload.size());
    }

    private void writeTo(OutputStream out) throws IOException {
        byte[] message = request.message();
        out.write(message, 0, request.payloadFrom());
        if (!payload.isEmpty()) {
            byte[] header = new byte[headerSize()];
            CodedOutputStream coded = CodedOutputStream.newInstance(header);
            coded.writeUInt32NoTag(request.payloadTag());
            coded.writeUInt32NoTag(payload.size());
            out.write(header);
            payload.writeTo(out);
        }
        out.write(message, request.payloadTo(), message.length - request.payloadTo());
    }

    /** Lets gRPC copy the parts into its own buffers, without an array of the message. */
    private final class Bytes extends InputStream implements KnownLength, Drainable {

        /** For readers that do not drain, such as compressors. */
        private InputStream copy;

        private boolean drained;

        @Override
        public int drainTo(OutputStream target) throws IOException {
            drained = true;
            writeTo(target);
            return Math.toIntExact(size());
        }

        @Override
        public int available() throws IOException {
            return copy != null ? copy.available() : drained ? 0 : Math.toIntExact(size());
        }

        @Override
        public int read() throws IOException {
            return copy().read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return copy().read(target, offset, length);
        }

        private InputStream copy() throws IOException {
            if (copy == null) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream(available());
                drainTo(bytes);
                copy = new ByteArrayInputStream(bytes.toByteArray());
            }
            return copy;
        }
    }
}
