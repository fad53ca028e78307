package io.funclet.host.config.source;

/**
 * The environment variables of Funclet. This is their only list: any other variable with this prefix is misspelled.
 * docs/reference/environment.md describes each.
 */
public enum FuncletVariable {
    CONFIG,
    POLL_INTERVAL,
    START_TIMEOUT,
    DRAIN_TIMEOUT,
    CONTROL,
    HTTP,
    HTTP_CALLS,
    HTTP_ORIGINS,
    MAX_CONNECTIONS,
    MAX_CALLS_PER_CONNECTION,
    MAX_METADATA,
    MAX_UNFINISHED,
    MAX_UNREAD,
    MAX_RESETS,
    HANDSHAKE_TIMEOUT,
    IDLE_TIMEOUT,
    MAX_CONNECTION_AGE,
    KEEPALIVE_INTERVAL,
    MIN_PING_INTERVAL,
    REFLECTION,
    EVENT_LOOP_CALLS,
    LOG_RATE,
    REFUSALS,
    PLAIN_JARS,
    UPDATE_OBSERVE,
    UPDATE_CANARY,
    UPDATE_SHADOW,
    STATE,
    TRUST,

    // Set by an upgrade, for the new process.
    PREDECESSOR,

    // Read by the launcher only.
    JAVA_HOME,
    PROFILE,
    AUTO_ARCHIVE,
    RECORD_ARCHIVE;

    static final String PREFIX = "FUNCLET_";

    private final String variable = PREFIX.concat(name());

    static boolean isKnown(String variable) {
        for (FuncletVariable known : values()) {
            if (known.variable.equals(variable)) {
                return true;
            }
        }
        return false;
    }

    /** The name of the variable, such as {@code FUNCLET_HTTP}. */
    @Override
    public String toString() {
        return variable;
    }
}
