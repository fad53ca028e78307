package io.funclet.host.grpc.wire;

import com.google.protobuf.CodedOutputStream;
import io.funclet.api.Payload;
import io.funclet.host.grpc.wire.WireGeneration.Parsed;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The request with its payload replaced (contract, section 1), or omitted: Go would publish a field of length zero. */
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
        int kept = request.message().length - (request.payloadTo() - request.payloadFrom());
        return (long) kept + headerSize() + payload.size();
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

    /** Lets gRPC copy the parts into its own buffers or its compressor, without an array of the message. */
    @SuppressWarnings("InputStreamSlowMultibyteRead") // gRPC drains what can be drained.
    private final class Bytes extends InputStream implements KnownLength, Drainable {

        @Override
        public int drainTo(OutputStream target) throws IOException {
            writeTo(target);
            return available();
        }

        @Override
        public int available() {
            return Math.toIntExact(size());
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("only drainTo");
        }
    }
}
