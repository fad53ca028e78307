package io.funclet.host.grpc.transport;

import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception.StreamException;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Logs in one line why a connection failed: no TLS, or no client certificate. The messages of gRPC have stacks, and a
 * level that is usually off.
 */
public final class ConnectionLog implements Filter {

    private static final Logger LOG = Logger.getLogger(ConnectionLog.class.getName());

    /** Kept, because the log manager does not keep them, and would lose the filter. */
    private static final Logger TRANSPORTS =
            Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.NettyServerTransport.connections");

    private static final Logger NEGOTIATIONS =
            Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.ProtocolNegotiators");

    /** Logs each invalid frame with a stack, and a broken client sends many. */
    private static final Logger FRAMES = Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.NettyServerHandler");

    /** Logs a stack if a container has no network interface, which nothing here needs. */
    private static final Logger INTERFACES =
            Logger.getLogger("io.grpc.netty.shaded.io.netty.util.NetUtilInitializations");

    private static final String HANDSHAKE_FAILED = "TLS negotiation failed";

    private final RateLimitedLog log = new RateLimitedLog(LOG);

    private ConnectionLog() {}

    /** Installs the filters. To be called after the log was opened, which resets levels. */
    public static void install() {
        ConnectionLog log = new ConnectionLog();
        TRANSPORTS.setLevel(Level.INFO);
        TRANSPORTS.setFilter(log);
        NEGOTIATIONS.setLevel(Level.FINE);
        NEGOTIATIONS.setFilter(log);
        FRAMES.setFilter(log);
        INTERFACES.setLevel(Level.OFF);
    }

    @Override
    public boolean isLoggable(LogRecord event) {
        String message = event.getMessage();
        if (message != null && message.startsWith(HANDSHAKE_FAILED)) {
            log.info(
                    "a connection was rejected: its TLS handshake failed: no TLS, or no certificate that is trusted here");
        } else if (event.getThrown() != null) {
            Throwable root = rootOf(event.getThrown());
            // The message describes the HTTP/2 error of the client; the exception type adds nothing.
            String reason = root instanceof Http2Exception ? root.getMessage() : root.toString();
            log.info((root instanceof StreamException ? "a call" : "a connection") + " was rejected or ended: "
                    + reason);
        }
        return false;
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
