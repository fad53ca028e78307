package io.funclet.host.config;

import io.funclet.host.config.source.Environment;
import io.funclet.host.config.source.FuncletVariable;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * What connections may cost, and whether tools may use reflection. Read from the environment in every generation,
 * because no manager knows these settings. docs/reference/environment.md explains each setting and its default.
 *
 * @param maxUnfinishedBytes the most bytes of memory for incomplete requests, all connections together; empty for a
 *     default that follows from the heap and the message limit
 * @param maxUnreadBytes the same for unread responses
 * @param maxResets the most calls that a client may reset within ten seconds
 * @param keepAliveInterval after how long a silence a connection gets a keep-alive ping
 * @param minPingInterval the least time between two pings of a client
 */
public record ConnectionLimits(
        int maxConnections,
        int maxCallsPerConnection,
        int maxMetadataBytes,
        OptionalInt maxUnfinishedBytes,
        OptionalInt maxUnreadBytes,
        int maxResets,
        Duration handshakeTimeout,
        Duration idleTimeout,
        Duration keepAliveInterval,
        Duration minPingInterval,
        boolean reflection) {

    /** Several times what a connection keeps: with all of them open, most of the heap is free. */
    private static final long CONNECTION_BYTES = 128 * 1024;

    private static final int MOST_METADATA = 64 * 1024 * 1024;

    public static final ConnectionLimits DEFAULT = new ConnectionLimits(
            (int) Math.max(32, Math.min(256, Runtime.getRuntime().maxMemory() / CONNECTION_BYTES)),
            256,
            8 * 1024,
            OptionalInt.empty(),
            OptionalInt.empty(),
            1000,
            Duration.ofSeconds(10),
            Duration.ofMinutes(30),
            Duration.ofMinutes(5),
            Duration.ofSeconds(5),
            true);

    public static ConnectionLimits read(Environment environment) {
        return new ConnectionLimits(
                environment.count(FuncletVariable.MAX_CONNECTIONS).orElse(DEFAULT.maxConnections),
                environment.count(FuncletVariable.MAX_CALLS_PER_CONNECTION).orElse(DEFAULT.maxCallsPerConnection),
                environment.size(FuncletVariable.MAX_METADATA, MOST_METADATA).orElse(DEFAULT.maxMetadataBytes),
                environment.size(FuncletVariable.MAX_UNFINISHED, Integer.MAX_VALUE),
                environment.size(FuncletVariable.MAX_UNREAD, Integer.MAX_VALUE),
                environment.count(FuncletVariable.MAX_RESETS).orElse(DEFAULT.maxResets),
                environment.duration(FuncletVariable.HANDSHAKE_TIMEOUT).orElse(DEFAULT.handshakeTimeout),
                environment.duration(FuncletVariable.IDLE_TIMEOUT).orElse(DEFAULT.idleTimeout),
                environment.duration(FuncletVariable.KEEPALIVE_INTERVAL).orElse(DEFAULT.keepAliveInterval),
                environment.duration(FuncletVariable.MIN_PING_INTERVAL).orElse(DEFAULT.minPingInterval),
                environment.onOff(FuncletVariable.REFLECTION).orElse(DEFAULT.reflection));
    }
}
