package io.funclet.host.config;

import io.funclet.host.config.source.Environment;
import io.funclet.host.config.source.FuncletVariable;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What connections may cost, whether tools may use reflection, and whether calls may run on event loops. Read from the environment in every generation,
 * because no manager knows these settings. docs/reference/environment.md explains each setting and its default.
 *
 * @param maxUnfinishedBytes the most bytes of memory for incomplete requests, all connections together; empty for a
 *     default that follows from the heap and the message limit
 * @param maxUnreadBytes the same for unread responses
 * @param maxResets the most calls that a client may reset within ten seconds
 * @param maxAge after how long a client is told to connect anew; empty for never
 * @param keepAliveInterval after how long a silence a connection gets a keep-alive ping
 * @param minPingInterval the least time between two pings of a client
 * @param eventLoopCalls whether functions that say nothing about themselves may run there while their calls are short
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
        Optional<Duration> maxAge,
        Duration keepAliveInterval,
        Duration minPingInterval,
        boolean reflection,
        boolean eventLoopCalls) {

    /** Several times what a connection keeps: with all of them open, most of the heap is free. */
    private static final long CONNECTION_BYTES = 128 * 1024;

    private static final int MOST_METADATA = 64 * 1024 * 1024;

    public static ConnectionLimits read(Environment environment) {
        long fitting = Runtime.getRuntime().maxMemory() / CONNECTION_BYTES;
        return new ConnectionLimits(
                environment.count(FuncletVariable.MAX_CONNECTIONS).orElse((int) Math.max(32, Math.min(256, fitting))),
                environment.count(FuncletVariable.MAX_CALLS_PER_CONNECTION).orElse(256),
                environment.size(FuncletVariable.MAX_METADATA, MOST_METADATA).orElse(8 * 1024),
                environment.size(FuncletVariable.MAX_UNFINISHED, Integer.MAX_VALUE),
                environment.size(FuncletVariable.MAX_UNREAD, Integer.MAX_VALUE),
                environment.count(FuncletVariable.MAX_RESETS).orElse(1000),
                LaunchProfile.limit(
                        environment.duration(FuncletVariable.HANDSHAKE_TIMEOUT).orElse(Duration.ofSeconds(10))),
                LaunchProfile.limit(
                        environment.duration(FuncletVariable.IDLE_TIMEOUT).orElse(Duration.ofMinutes(30))),
                environment.duration(FuncletVariable.MAX_CONNECTION_AGE),
                LaunchProfile.limit(
                        environment.duration(FuncletVariable.KEEPALIVE_INTERVAL).orElse(Duration.ofMinutes(5))),
                environment.duration(FuncletVariable.MIN_PING_INTERVAL).orElse(Duration.ofSeconds(5)),
                environment.onOff(FuncletVariable.REFLECTION).orElse(true),
                environment.onOff(FuncletVariable.EVENT_LOOP_CALLS).orElse(true));
    }
}
