package io.funclet.host.cli.client;

import io.funclet.proto.control.v1.AttemptReply;
import io.funclet.proto.control.v1.AttemptRequest;
import io.funclet.proto.control.v1.ControlGrpc;
import io.funclet.proto.control.v1.ControlGrpc.ControlBlockingStub;
import io.funclet.proto.control.v1.ExplainReply;
import io.funclet.proto.control.v1.ExplainRequest;
import io.funclet.proto.control.v1.SetLogLevelRequest;
import io.funclet.proto.control.v1.StatusReply;
import io.funclet.proto.control.v1.StatusRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Client of the control service. Each method waits for its response, by default for at most 10 s. An {@link
 * IOException} says in one line why there is none.
 */
public record ControlClient(Path socket, Connection connection) implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    public static ControlClient at(Path socket) {
        return new ControlClient(socket, Connection.toSocket(socket));
    }

    public StatusReply status() throws IOException {
        return status(TIMEOUT);
    }

    public StatusReply status(Duration patience) throws IOException {
        return ask(patience, stub -> stub.status(StatusRequest.getDefaultInstance()));
    }

    public ExplainReply explain(String subject) throws IOException {
        return ask(
                TIMEOUT,
                stub -> stub.explain(
                        ExplainRequest.newBuilder().setSubject(subject).build()));
    }

    public AttemptReply retry(String subject, Duration patience) throws IOException {
        return ask(patience, stub -> stub.retry(attempt(subject)));
    }

    public AttemptReply restart(String subject, Duration patience) throws IOException {
        return ask(patience, stub -> stub.restart(attempt(subject)));
    }

    private static AttemptRequest attempt(String subject) {
        return AttemptRequest.newBuilder().setSubject(subject).build();
    }

    public void setLogLevel(SetLogLevelRequest request) throws IOException {
        ask(TIMEOUT, stub -> stub.setLogLevel(request));
    }

    private <R> R ask(Duration patience, Function<ControlBlockingStub, R> request) throws IOException {
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
