package io.funclet.host.framework.guard;

/** Replaces {@code System.exit}, {@code Runtime.exit} and {@code Runtime.halt} in function bundles. */
public final class Exit {

    private Exit() {}

    public static void exit(int status) {
        throw veto("System.exit", status);
    }

    public static void exit(Runtime runtime, int status) {
        throw veto("Runtime.exit", status);
    }

    public static void halt(Runtime runtime, int status) {
        throw veto("Runtime.halt", status);
    }

    private static SecurityException veto(String method, int status) {
        return new SecurityException("a function must not end the process: " + method + "(" + status + ")");
    }
}
