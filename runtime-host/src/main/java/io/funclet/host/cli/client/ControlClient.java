package io.funclet.host.cli.client;

import io.funclet.proto.control.v1.ControlGrpc;
import io.funclet.proto.control.v1.ControlGrpc.ControlBlockingStub;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Client of the control service. */
public record ControlClient(Path socket, Connection connection) implements AutoCloseable {

    /** How long the response to a simple question may take. */
    public static final Duration TIMEOUT = Duration.ofSeconds(10);

    public static ControlClient at(Path socket) {
        return new ControlClient(socket, Connection.toSocket(socket));
    }

    /** Waits so long for the response. An {@link IOException} says in one line why there is none. */
    public <R> R ask(Duration patience, Function<ControlBlockingStub, R> request) throws IOException {
        ControlBlockingStub stub = ControlGrpc.newBlockingStub(connection.channel())
                .withDeadlineAfter(patience.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return request.apply(stub);
        } catch (StatusRuntimeException e) {
            throw new IOException(reason(e, patience), e);
        }
    }

    private String reason(StatusRuntimeException failure, Duration patience) {
        Status status = failure.getStatus();
        return switch (status.getCode()) {
            // The runtime's own message for the user.
            case NOT_FOUND, INVALID_ARGUMENT, ABORTED -> status.getDescription();
            case UNIMPLEMENTED ->
                "the runtime at " + socket + " is of a version that cannot be asked this; restart it, or ask"
                        + " with the bin/funclet that it was started by";
            case DEADLINE_EXCEEDED ->
                "the runtime at " + socket + " has not responded within " + patience.toSeconds() + " s";
            default -> "no runtime responds at " + socket + ": " + Connection.describe(failure);
        };
    }

    @Override
    public void close() {
        connection.close();
    }
}
