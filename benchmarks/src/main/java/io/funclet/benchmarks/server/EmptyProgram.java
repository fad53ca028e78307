package io.funclet.benchmarks.server;

/** Does nothing: how long a JVM takes that does nothing is what no start can go below. */
public final class EmptyProgram {

    private EmptyProgram() {}

    /**
     * Returns.
     *
     * @param arguments not used
     */
    public static void main(String[] arguments) {}
}
