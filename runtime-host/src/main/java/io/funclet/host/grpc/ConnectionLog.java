package io.funclet.host.grpc;

import java.util.concurrent.TimeUnit;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Says in one line why a connection came to nothing: no TLS where it is required, no client certificate. gRPC's own
 * message has a stack and is below the level at which its log is of interest otherwise.
 *
 * <p>At most one line a second: whoever knocks at a port all the time must not fill the log.
 */
final class ConnectionLog implements Filter {

    private static final Logger LOG = Logger.getLogger(ConnectionLog.class.getName());

    /** Kept, because their manager does not keep them, and the filter would go with them. */
    private static final Logger TRANSPORTS =
            Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.NettyServerTransport.connections");

    private static final Logger NEGOTIATIONS =
            Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.ProtocolNegotiators");

    private static final String HANDSHAKE_FAILED = "TLS negotiation failed";

    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Guarded by this object's monitor. */
    private long last = System.nanoTime() - QUIET_NANOS;

    /** How many have been passed over since. Guarded by this object's monitor. */
    private int passedOver;

    private ConnectionLog() {}

    /** Begins to say it. To be called after the log was opened, which sets levels of its own. */
    static void install() {
        ConnectionLog log = new ConnectionLog();
        TRANSPORTS.setLevel(Level.INFO);
        TRANSPORTS.setFilter(log);
        NEGOTIATIONS.setLevel(Level.FINE);
        NEGOTIATIONS.setFilter(log);
    }

    @Override
    public boolean isLoggable(LogRecord event) {
        String message = event.getMessage();
        if (message != null && message.startsWith(HANDSHAKE_FAILED)) {
            say("its TLS handshake failed: no TLS, or no certificate that is trusted here");
        } else if (event.getThrown() != null) {
            say(rootOf(event.getThrown()).toString());
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

    private synchronized void say(String reason) {
        long now = System.nanoTime();
        if (now - last < QUIET_NANOS) {
            passedOver++;
            return;
        }
        LOG.info("a connection was refused: " + reason
                + (passedOver == 0 ? "" : " (and " + passedOver + " more since the last one)"));
        last = now;
        passedOver = 0;
    }
}
