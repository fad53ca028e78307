package io.funclet.host.call.endpoint;

/**
 * The right to run one call on a version, which cannot go away meanwhile. Closed by syntax:
 * {@code try (Lease lease = ...)}.
 *
 * @param version the version
 */
record Lease(FunctionVersion version) implements AutoCloseable {

    @Override
    public void close() {
        version.leave();
    }
}
