package io.funclet.host.call.model;

/** Knows of functions that nobody serves whether they may come. Asked on event loops: it answers at once. */
@FunctionalInterface
public interface AbsentFunctions {

    /** Knows of none. */
    AbsentFunctions NONE = name -> Absence.UNKNOWN;

    /**
     * What is known of a name that no function has.
     *
     * @param name the name that a caller gave
     * @return whether it may come, and what keeps it from that
     */
    Absence of(String name);

    /**
     * What is known of a function that is not there.
     *
     * @param mayCome whether it may come by itself: then calls wait for it
     * @param reason a phrase about who would bring it; empty if nothing is known
     */
    record Absence(boolean mayCome, String reason) {

        /** Nothing is known. */
        public static final Absence UNKNOWN = new Absence(false, "");
    }
}
