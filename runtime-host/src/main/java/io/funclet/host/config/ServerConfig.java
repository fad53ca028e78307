package io.funclet.host.config;

import io.funclet.host.config.source.Document;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where and how to serve.
 *
 * @param timeout the longest time of a call, and of the drain when the process stops
 * @param maxMessageBytes the largest message, in either direction
 * @param maxWorkers the most calls that run at once, {@code server.workers.max}; empty for the default
 * @param maxConcurrent the most calls that are accepted at once, {@code server.concurrent.max}; empty for no limit
 * @param tls empty for plaintext
 */
public record ServerConfig(
        ListenAddress address,
        Duration timeout,
        int maxMessageBytes,
        OptionalInt maxWorkers,
        OptionalInt maxConcurrent,
        Optional<TlsConfig> tls) {

    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
    public static final int DEFAULT_MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

    /** Reads the section {@code server} without address and keys, which some generations have elsewhere. */
    public static ServerConfig read(Document server, ListenAddress address, Optional<TlsConfig> tls) {
        server.ignore("address", "ca", "key", "cert");
        return new ServerConfig(
                address,
                LaunchProfile.limit(server.duration("timeout").orElse(DEFAULT_TIMEOUT)),
                server.map("message").map("length").size("max").orElse(DEFAULT_MAX_MESSAGE_BYTES),
                server.map("workers").count("max"),
                server.map("concurrent").count("max"),
                tls);
    }

    /** How many calls run at once: as configured, else by the limit of the container, else by default. */
    public int callThreads() {
        return maxWorkers.orElse(LaunchProfile.CURRENT.callThreads());
    }

    /**
     * Whether the operator or the container limits {@link #callThreads}: it does not grow with the number of functions.
     */
    public boolean hasFixedCallThreads() {
        return maxWorkers.isPresent() || LaunchProfile.CURRENT.limitedThreads();
    }
}
