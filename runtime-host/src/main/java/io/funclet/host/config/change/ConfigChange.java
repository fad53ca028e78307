package io.funclet.host.config.change;

import java.util.Locale;

/**
 * One difference between two configurations.
 *
 * @param key as operators write it; {@code functions.NAME} for a function
 */
public record ConfigChange(Kind kind, String key, Effect effect) {

    /** What has happened to the key. */
    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED
    }

    /** From when on a change counts. */
    public enum Effect {
        AT_ONCE("at once"),
        NEW_CALLS("for new calls"),
        NEW_CONNECTIONS("for new connections"),
        NEW_UPDATES("for new updates"),
        RESTART("after a restart");

        private final String words;

        Effect(String words) {
            this.words = words;
        }
    }

    public boolean needsRestart() {
        return effect == Effect.RESTART;
    }

    /** In words: {@code changed server.timeout (for new calls)}. */
    @Override
    public String toString() {
        String done = kind.name().toLowerCase(Locale.ROOT) + " " + key;
        return kind == Kind.CHANGED ? done + " (" + effect.words + ")" : done;
    }
}
