package io.funclet.host.call.endpoint;

/** The right to run one call on a version, which cannot be stopped meanwhile. */
record Lease(FunctionVersion version) implements AutoCloseable {

    @Override
    public void close() {
        version.leave();
    }
}
