package io.funclet.host.grpc;

import io.funclet.host.grpc.wire.RequestMessage;
import io.funclet.host.grpc.wire.ResponseMessage;
import io.grpc.Drainable;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;

/** A server call without a transport under it: keeps what a transport would send. */
final class AwaitedCall extends ServerCall<RequestMessage, ResponseMessage> {

    private static final MethodDescriptor<RequestMessage, ResponseMessage> METHOD = MethodDescriptor.newBuilder(
                    RequestMessage.MARSHALLER, ResponseMessage.MARSHALLER)
            .setType(MethodType.UNARY)
            .setFullMethodName("baetyl.Function/Call")
            .build();

    private final CountDownLatch closed = new CountDownLatch(1);

    /** Written before the latch opens, read after. */
    private ResponseMessage responseMessage;

    private Status status;

    /** Waits for the answer and writes it, as a transport would. Returns the number of bytes. */
    int drainTo(OutputStream out) throws InterruptedException, IOException {
        closed.await();
        if (!status.isOk()) {
            throw new IOException(status.toString());
        }
        try (InputStream bytes = ResponseMessage.MARSHALLER.stream(responseMessage)) {
            return ((Drainable) bytes).drainTo(out);
        }
    }

    @Override
    public void sendMessage(ResponseMessage message) {
        responseMessage = message;
    }

    @Override
    public void close(Status outcome, Metadata trailers) {
        status = outcome;
        closed.countDown();
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public MethodDescriptor<RequestMessage, ResponseMessage> getMethodDescriptor() {
        return METHOD;
    }

    @Override
    public void request(int messages) {
        // All there is has been handed over already.
    }

    @Override
    public void sendHeaders(Metadata headers) {
        // They would go before the message; nothing of ours is in them.
    }
}
