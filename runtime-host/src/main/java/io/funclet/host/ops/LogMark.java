package io.funclet.host.ops;

import java.util.Objects;

/**
 * For whom a thread works: what marks the log events of a function's call.
 *
 * <p>Holds strings only, so that no log event and no waiting line keeps a function's class loader alive.
 *
 * @param function the function's name; empty if not known
 * @param version the version of the bundle that runs; empty if not known
 * @param invokeId the call's id, as the caller gave it; empty if it gave none
 */
public record LogMark(String function, String version, String invokeId) {

    public LogMark {
        Objects.requireNonNull(function, "function");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(invokeId, "invokeId");
    }
}
