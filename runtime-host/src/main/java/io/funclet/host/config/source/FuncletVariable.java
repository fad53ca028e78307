package io.funclet.host.config.source;

/**
 * The variables of the environment that are Funclet's own: the only list of them. Whoever reads one names it by this list,
 * so that what is read is known, and whatever else begins like them is misspelled. docs/reference/environment.md says what each
 * does.
 */
public enum FuncletVariable {
    POLL_INTERVAL,
    START_TIMEOUT,
    DRAIN_TIMEOUT,
    CONTROL,
    HTTP,
    MAX_CONNECTIONS,
    MAX_CALLS_PER_CONNECTION,
    MAX_METADATA,
    MAX_UNFINISHED,
    MAX_UNREAD,
    MAX_RESETS,
    HANDSHAKE_TIMEOUT,
    IDLE_TIMEOUT,
    KEEPALIVE_INTERVAL,
    MIN_PING_INTERVAL,
    REFLECTION,
    LOG_RATE,
    REFUSALS,

    // Of the launcher, which reads them itself.
    JAVA_HOME,
    PROFILE,
    AUTO_ARCHIVE,
    RECORD_ARCHIVE;

    /** How the names of all begin. */
    static final String PREFIX = "FUNCLET_";

    private final String variable = PREFIX.concat(name());

    /** Whether a variable is one of these. */
    static boolean isKnown(String variable) {
        for (FuncletVariable known : values()) {
            if (known.variable.equals(variable)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Gives the name of the variable.
     *
     * @return such as {@code FUNCLET_HTTP}
     */
    @Override
    public String toString() {
        return variable;
    }
}
