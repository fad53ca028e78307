package io.funclet.host.grpc.limit;

import io.funclet.host.grpc.transport.RateLimitedLog;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.SocketAddress;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Says in one line that a request was larger than {@code server.message.length.max}, and whose. gRPC's own warning has a
 * stack, which is always the same, and no peer; any client can cause it, as often as it likes.
 */
public final class OversizedRequestLog extends ServerStreamTracer.Factory implements Filter {

    private static final Logger LOG = Logger.getLogger(OversizedRequestLog.class.getName());

    /** Kept, because its manager does not keep it, and the filter would go with it. */
    private static final Logger STREAMS = Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.NettyServerStream");

    private final RateLimitedLog line = new RateLimitedLog(LOG);

    private OversizedRequestLog() {}

    /** Silences gRPC, and returns what has to be told of each call in its place. */
    public static OversizedRequestLog install() {
        OversizedRequestLog log = new OversizedRequestLog();
        STREAMS.setFilter(log);
        return log;
    }

    @Override
    public boolean isLoggable(LogRecord event) {
        if (event.getThrown() instanceof StatusRuntimeException unread) {
            if (unread.getStatus().getCode() != Status.Code.RESOURCE_EXHAUSTED) {
                line.say("a request could not be read: " + unread.getMessage());
            }
            return false;
        }
        return true;
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
        return new Stream();
    }

    /** Of its event loop. */
    private final class Stream extends ServerStreamTracer {

        private SocketAddress peer;
        private boolean read;

        @Override
        public void serverCallStarted(ServerCallInfo<?, ?> call) {
            peer = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        }

        @Override
        public void inboundMessage(int number) {
            read = true;
        }

        @Override
        public void streamClosed(Status status) {
            // The other status of this kind are answers to requests that have been read.
            if (!read && status.getCode() == Status.Code.RESOURCE_EXHAUSTED) {
                line.say("a request of " + peer + " was rejected: " + status.getDescription());
            }
        }
    }
}
