package io.funclet.host.web.call;

import io.funclet.api.CallContext.Protocol;
import io.funclet.host.call.Invoker;
import io.funclet.host.call.endpoint.Invocation;
import io.funclet.host.call.model.Call;
import io.funclet.host.call.model.Responder;
import io.funclet.host.grpc.limit.OutboundBufferLimit;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;

/** The way from HTTP to the functions, with the limits that its calls share with those of gRPC. */
record CallGateway(
        Invoker invoker,
        OutboundBufferLimit unread,
        UnfinishedRequests unfinished,
        int maxMessageBytes,
        int maxMetadataBytes) {

    RejectedRequestException tooLarge() {
        return new RejectedRequestException(
                HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                "RESOURCE_EXHAUSTED",
                "the content has more than the " + maxMessageBytes + " bytes that server.message.length.max allows");
    }

    void countMalformed() {
        invoker.malformed(Protocol.HTTP);
    }

    /** The connection among those that share the room for unread responses. */
    OutboundBufferLimit.Connection connection(Channel channel) {
        OutboundBufferLimit.Connection connection = channel.pipeline().get(OutboundBufferLimit.Connection.class);
        if (connection == null) {
            connection = unread.newConnection();
            channel.pipeline().addLast(connection);
        }
        return connection;
    }

    /** Begins a call, whose caller waits for so long from the beginning of its request; {@code null} for any time. */
    Invocation invoke(Call call, Duration timeout, long begunNanos, Responder responder) {
        long callerNanos =
                timeout == null ? Long.MAX_VALUE : Math.max(0, timeout.toNanos() - (System.nanoTime() - begunNanos));
        return invoker.invoke(call, callerNanos, responder);
    }
}
