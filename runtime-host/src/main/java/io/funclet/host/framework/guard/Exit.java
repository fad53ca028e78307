package io.funclet.host.framework.guard;

/**
 * Stands in function bundles where {@code System.exit}, {@code Runtime.exit} and {@code Runtime.halt} stood. Public for
 * the bundles' class loaders alone.
 */
public final class Exit {

    private Exit() {}

    /**
     * Instead of {@link System#exit}.
     *
     * @param status the status that the process would have ended with
     */
    public static void exit(int status) {
        throw veto("System.exit", status);
    }

    /**
     * Instead of {@link Runtime#exit}.
     *
     * @param runtime the object on which it was called
     * @param status the status that the process would have ended with
     */
    public static void exit(Runtime runtime, int status) {
        throw veto("Runtime.exit", status);
    }

    /**
     * Instead of {@link Runtime#halt}.
     *
     * @param runtime the object on which it was called
     * @param status the status that the process would have ended with
     */
    public static void halt(Runtime runtime, int status) {
        throw veto("Runtime.halt", status);
    }

    private static SecurityException veto(String method, int status) {
        return new SecurityException("a function must not end the process: " + method + "(" + status + ")");
    }
}
