package io.funclet.host.upgrade;

/** What an upgrade has reached. */
public enum UpgradeStep {
    /** The other version runs beside this one. */
    STARTED,
    /** It serves all functions that this one serves, and accepts no connection yet. */
    READY,
    /** It accepts all new connections. This process can still take them back. */
    SERVING,
    /** It has proved itself. This process ends once its last calls have. */
    DONE
}
