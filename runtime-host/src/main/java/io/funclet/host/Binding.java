package io.funclet.host;

import io.funclet.host.config.ListenAddress;
import io.funclet.host.grpc.transport.ListeningSocket;
import java.io.IOException;

/**
 * The port, bound before anything else is loaded. A failure is reported once there is a log.
 *
 * @param bound {@code null} after a failure
 * @param failure {@code null} without one
 */
record Binding(ListeningSocket bound, IOException failure) {

    /** The name of the inherited socket. */
    static final String GRPC = "grpc";

    static Binding of(ListenAddress address) {
        try {
            return new Binding(ListeningSocket.bind(address, GRPC), null);
        } catch (IOException failure) {
            return new Binding(null, failure);
        }
    }

    ListeningSocket socket() throws IOException {
        if (failure != null) {
            throw failure;
        }
        return bound;
    }
}
