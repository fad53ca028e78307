package io.funclet.host.grpc.transport;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception.StreamException;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Logs in one line why a connection or a request failed. Any client can cause these messages, and gRPC's have stacks. */
public final class ConnectionLog implements Filter {

    /** Kept, because the log manager does not keep them, and would lose the filter. */
    private static final Logger TRANSPORTS =
            Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.NettyServerTransport.connections");

    private static final Logger NEGOTIATIONS =
            Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.ProtocolNegotiators");

    /** Logs each invalid frame with a stack, and a broken client sends many. */
    private static final Logger FRAMES = Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.NettyServerHandler");

    private static final Logger STREAMS = Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.NettyServerStream");

    /** Logs a stack if a container has no network interface, which nothing here needs. */
    private static final Logger INTERFACES =
            Logger.getLogger("io.grpc.netty.shaded.io.netty.util.NetUtilInitializations");

    private final RateLimitedLog log = new RateLimitedLog(ConnectionLog.class);

    private ConnectionLog() {}

    /** Installs the filters. To be called after the log was opened, which resets levels. */
    public static void install() {
        ConnectionLog log = new ConnectionLog();
        TRANSPORTS.setLevel(Level.INFO);
        TRANSPORTS.setFilter(log);
        NEGOTIATIONS.setLevel(Level.FINE);
        NEGOTIATIONS.setFilter(log);
        FRAMES.setFilter(log);
        STREAMS.setFilter(log);
        INTERFACES.setLevel(Level.OFF);
    }

    @Override
    public boolean isLoggable(LogRecord event) {
        if (STREAMS.getName().equals(event.getLoggerName())) {
            return !isUnread(event.getThrown());
        }
        String message = event.getMessage();
        if (message != null && message.startsWith("TLS negotiation failed")) {
            log.info(
                    "a connection was rejected: its TLS handshake failed: no TLS, or no certificate that is trusted here");
        } else if (event.getThrown() != null) {
            Throwable root = event.getThrown();
            while (root.getCause() != null) {
                root = root.getCause();
            }
            // The message describes the HTTP/2 error of the client; the exception type adds nothing.
            String reason = root instanceof Http2Exception ? root.getMessage() : root.toString();
            log.info((root instanceof StreamException ? "a call" : "a connection") + " was rejected or ended: "
                    + reason);
        }
        return false;
    }

    private boolean isUnread(Throwable failure) {
        if (!(failure instanceof StatusRuntimeException unread)) {
            return false;
        }
        // Of this kind are requests over the limit, which are logged with their peer.
        if (unread.getStatus().getCode() != Status.Code.RESOURCE_EXHAUSTED) {
            log.info("a request could not be read: " + unread.getMessage());
        }
        return true;
    }
}
