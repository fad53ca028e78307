package io.funclet.host.framework.guard;

/** Something that there is one of for the whole process. Equal to others for the same thing. */
interface Setting {

    /** What it is now; may be {@code null}. */
    Object get();

    void set(Object value);

    /** Sets what was there before the bundles. Returns whether it is set. */
    default boolean restore(Object original) {
        set(original);
        return true;
    }

    /** Whether two values are the same. Objects of a bundle's classes are not asked. */
    boolean isSame(Object one, Object other);

    /** What a bundle has left behind that has set this value. */
    String inWords(Object value);
}
