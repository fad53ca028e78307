package io.funclet.host.call.model;

/** Knows whether a function that is not deployed may come. Called on event loops: must return at once. */
@FunctionalInterface
public interface AbsentFunctions {

    AbsentFunctions NONE = name -> Absence.UNKNOWN;

    Absence of(String name);

    /**
     * What is known about a function that is not deployed.
     *
     * @param mayCome whether it may come without an operator: then calls wait for it
     * @param reason a phrase about the jar that would bring it; empty if none is known
     */
    record Absence(boolean mayCome, String reason) {

        public static final Absence UNKNOWN = new Absence(false, "");
    }
}
