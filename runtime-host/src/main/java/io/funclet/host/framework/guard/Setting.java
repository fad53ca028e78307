package io.funclet.host.framework.guard;

/** A process-wide setting. Equal to another object for the same setting. */
interface Setting {

    /** May be {@code null}. */
    Object get();

    void set(Object value);

    /** Restores the value before the bundles. Returns whether it did. */
    default boolean restore(Object original) {
        set(original);
        return true;
    }

    /** Whether two values are the same. Does not call {@code equals} of a bundle's classes. */
    boolean isSame(Object one, Object other);

    /** Names the setting and this value, which a bundle has left behind. */
    String inWords(Object value);
}
