package io.funclet.host.grpc.transport;

import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception.StreamException;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Says in one line why a connection came to nothing: no TLS where it is required, no client certificate. gRPC's own
 * message has a stack and is below the level at which its log is of interest otherwise.
 */
public final class ConnectionLog implements Filter {

    private static final Logger LOG = Logger.getLogger(ConnectionLog.class.getName());

    /** Kept, because their manager does not keep them, and the filter would go with them. */
    private static final Logger TRANSPORTS =
            Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.NettyServerTransport.connections");

    private static final Logger NEGOTIATIONS =
            Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.ProtocolNegotiators");

    /** Warns of each frame that breaks a rule, with a stack: who breaks rules, breaks them often. */
    private static final Logger FRAMES = Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.NettyServerHandler");

    /** Warns, with a stack, where a container has no network interface. Nothing here asks for one. */
    private static final Logger INTERFACES =
            Logger.getLogger("io.grpc.netty.shaded.io.netty.util.NetUtilInitializations");

    private static final String HANDSHAKE_FAILED = "TLS negotiation failed";

    private final RateLimitedLog line = new RateLimitedLog(LOG);

    private ConnectionLog() {}

    /** Begins to say it. To be called after the log was opened, which sets levels of its own. */
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
            line.say(
                    "a connection was refused: its TLS handshake failed: no TLS, or no certificate that is trusted here");
        } else if (event.getThrown() != null) {
            Throwable root = rootOf(event.getThrown());
            // What the peer did wrong in HTTP/2, in words; the type adds nothing.
            String reason = root instanceof Http2Exception ? root.getMessage() : root.toString();
            line.say((root instanceof StreamException ? "a call" : "a connection") + " was rejected or ended: "
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
