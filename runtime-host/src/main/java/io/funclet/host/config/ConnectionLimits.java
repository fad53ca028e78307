package io.funclet.host.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What strangers may cost who connect, and what is said to tools. No caller knows of this, so that it comes from the
 * environment, for every generation; docs/configuration.md says why each default is as it is.
 *
 * @param maxConnections the most connections at once
 * @param maxCallsPerConnection the most calls at once on one connection
 * @param maxMetadataBytes the most bytes of one call's metadata, names and values
 * @param maxUnfinishedBytes the most bytes of memory for requests that have not arrived whole, all connections together;
 *     empty for a default that follows from the heap and the message limit
 * @param maxResets the most calls that a connection may take back within ten seconds
 * @param handshakeTimeout how long a new connection may take until it speaks HTTP/2
 * @param idleTimeout how long a connection may be without a call
 * @param keepAliveInterval after how long a silence a connection is asked whether it is still there
 * @param minPingInterval how soon after another a client may ask the same
 * @param reflection whether the services are described to tools that ask
 */
public record ConnectionLimits(
        int maxConnections,
        int maxCallsPerConnection,
        int maxMetadataBytes,
        OptionalInt maxUnfinishedBytes,
        int maxResets,
        Duration handshakeTimeout,
        Duration idleTimeout,
        Duration keepAliveInterval,
        Duration minPingInterval,
        boolean reflection) {

    /** Several times what a connection keeps: with all of them open, most of the heap is left. */
    private static final long CONNECTION_BYTES = 128 * 1024;

    /** What is in force where the environment says nothing. */
    public static final ConnectionLimits DEFAULT = new ConnectionLimits(
            (int) Math.max(32, Math.min(256, Runtime.getRuntime().maxMemory() / CONNECTION_BYTES)),
            256,
            8 * 1024,
            OptionalInt.empty(),
            1000,
            Duration.ofSeconds(10),
            Duration.ofMinutes(30),
            Duration.ofMinutes(5),
            Duration.ofSeconds(5),
            true);

    static ConnectionLimits read(Map<String, String> environment, ConfigProblems problems) {
        Variables variables = new Variables(environment, problems);
        return new ConnectionLimits(
                variables.count("FUNCLET_MAX_CONNECTIONS").orElse(DEFAULT.maxConnections),
                variables.count("FUNCLET_MAX_CALLS_PER_CONNECTION").orElse(DEFAULT.maxCallsPerConnection),
                variables.size("FUNCLET_MAX_METADATA", 64 * 1024 * 1024).orElse(DEFAULT.maxMetadataBytes),
                variables.size("FUNCLET_MAX_UNFINISHED", Integer.MAX_VALUE),
                variables.count("FUNCLET_MAX_RESETS").orElse(DEFAULT.maxResets),
                variables.duration("FUNCLET_HANDSHAKE_TIMEOUT").orElse(DEFAULT.handshakeTimeout),
                variables.duration("FUNCLET_IDLE_TIMEOUT").orElse(DEFAULT.idleTimeout),
                variables.duration("FUNCLET_KEEPALIVE_INTERVAL").orElse(DEFAULT.keepAliveInterval),
                variables.duration("FUNCLET_MIN_PING_INTERVAL").orElse(DEFAULT.minPingInterval),
                variables.onOff("FUNCLET_REFLECTION").orElse(DEFAULT.reflection));
    }

    /** Variables of the environment; empty ones count as not set, wrong ones are problems. */
    private record Variables(Map<String, String> environment, ConfigProblems problems) {

        private Optional<Value.Scalar> scalar(String variable) {
            String text = environment.getOrDefault(variable, "").strip();
            return text.isEmpty() ? Optional.empty() : Optional.of(new Value.Scalar(text, Value.Style.PLAIN, 0));
        }

        private void refuse(String variable, Value.Scalar value, String expected) {
            problems.add(variable, ConfigProblems.quoted(value.text()) + " is not " + expected);
        }

        OptionalInt count(String variable) {
            Optional<Value.Scalar> value = scalar(variable);
            Optional<Integer> count = value.flatMap(Quantities::count).filter(it -> it > 0);
            if (value.isPresent() && count.isEmpty()) {
                refuse(variable, value.get(), "a count from 1 to " + Integer.MAX_VALUE);
            }
            return count.map(OptionalInt::of).orElseGet(OptionalInt::empty);
        }

        OptionalInt size(String variable, int most) {
            Optional<Value.Scalar> value = scalar(variable);
            Optional<Integer> size = value.flatMap(Quantities::size).filter(it -> it > 0 && it <= most);
            if (value.isPresent() && size.isEmpty()) {
                refuse(variable, value.get(), "a size (512k, 4m, or bytes) of 1 to " + most + " bytes");
            }
            return size.map(OptionalInt::of).orElseGet(OptionalInt::empty);
        }

        Optional<Duration> duration(String variable) {
            Optional<Value.Scalar> value = scalar(variable);
            // As in quotes: a number without a unit is more likely to be meant as seconds than as nanoseconds.
            Optional<Duration> duration = value.map(it -> new Value.Scalar(it.text(), Value.Style.QUOTED, 0))
                    .flatMap(Quantities::duration)
                    .filter(it -> it.toMillis() > 0);
            if (value.isPresent() && duration.isEmpty()) {
                refuse(variable, value.get(), "a duration of 1ms or more (100ms, 30s, 5m, 1h30m)");
            }
            return duration;
        }

        Optional<Boolean> onOff(String variable) {
            Optional<Value.Scalar> value = scalar(variable);
            Optional<Boolean> on = value.map(Value.Scalar::text)
                    .filter(it -> it.equals("on") || it.equals("off"))
                    .map("on"::equals);
            if (value.isPresent() && on.isEmpty()) {
                refuse(variable, value.get(), "on or off");
            }
            return on;
        }
    }
}
