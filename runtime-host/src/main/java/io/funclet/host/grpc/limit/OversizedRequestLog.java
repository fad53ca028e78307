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
 * Logs in one line that a request exceeded {@code server.message.length.max}, with its peer. The warning of gRPC has a
 * stack and no peer, and clients can cause it as often as they like.
 */
public final class OversizedRequestLog extends ServerStreamTracer.Factory implements Filter {

    private static final Logger LOG = Logger.getLogger(OversizedRequestLog.class.getName());

    /** Kept, because the log manager does not keep it, and would lose the filter. */
    private static final Logger STREAMS = Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.NettyServerStream");

    private final RateLimitedLog log = new RateLimitedLog(LOG);

    private OversizedRequestLog() {}

    /** Silences the warning of gRPC, and returns what replaces it. */
    public static OversizedRequestLog install() {
        OversizedRequestLog log = new OversizedRequestLog();
        STREAMS.setFilter(log);
        return log;
    }

    @Override
    public boolean isLoggable(LogRecord event) {
        if (event.getThrown() instanceof StatusRuntimeException unread) {
            if (unread.getStatus().getCode() != Status.Code.RESOURCE_EXHAUSTED) {
                log.info("a request could not be read: " + unread.getMessage());
            }
            return false;
        }
        return true;
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
        return new Stream();
    }

    /** Used by its event loop. */
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
            // Other statuses of this kind are responses to complete requests.
            if (!read && status.getCode() == Status.Code.RESOURCE_EXHAUSTED) {
                log.info("a request of " + peer + " was rejected: " + status.getDescription());
            }
        }
    }
}
