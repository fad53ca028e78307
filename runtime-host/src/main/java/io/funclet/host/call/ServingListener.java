package io.funclet.host.call;

/** Is told when it may have changed whether a function is served; {@link Router#serves} says how it is then. */
@FunctionalInterface
public interface ServingListener {

    /**
     * A version has begun to serve, the last one has ended, or the name has gone. Called by the thread that caused it,
     * which holds no lock of this package; returns soon, and throws nothing.
     *
     * @param function the name by which callers know it
     */
    void servingChanged(String function);
}
