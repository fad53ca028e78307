package io.funclet.host.call;

/** Notified when a function may have started or stopped being served; {@link Router#serves} tells which. */
@FunctionalInterface
public interface ServingListener {

    /**
     * A version was published or withdrawn, or the name was removed. Called without locks of this package. The
     * implementation returns soon and throws nothing.
     *
     * @param function the name by which callers know it
     */
    void servingChanged(String function);
}
