package io.funclet.host.call.endpoint;

/**
 * The right to run one call on a version. The version cannot be stopped meanwhile.
 *
 * @param version the version
 */
record Lease(FunctionVersion version) implements AutoCloseable {

    @Override
    public void close() {
        version.leave();
    }
}
