package io.funclet.host.deploy;

/** A jar that is not taken, and why, in words for the people who made or copied it. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean curable;

    RefusedException(String reason) {
        this(reason, null, false);
    }

    RefusedException(String reason, Throwable cause) {
        this(reason, cause, false);
    }

    private RefusedException(String reason, Throwable cause, boolean curable) {
        super(reason, cause);
        this.curable = curable;
    }

    /** A refusal that another bundle can cure: what this one requires may still come. */
    static RefusedException untilMoreComes(String reason, Throwable cause) {
        return new RefusedException(reason, cause, true);
    }

    boolean curable() {
        return curable;
    }
}
