package io.funclet.host.web.call;

import io.funclet.api.Payload;
import io.funclet.host.call.endpoint.Invocation;
import io.funclet.host.call.model.Call;
import io.funclet.host.call.model.CallException;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.model.Responder;
import io.funclet.host.grpc.limit.OutboundBufferLimit;
import io.funclet.host.web.Exchange;
import io.funclet.host.web.ResponseChannel;
import io.funclet.host.web.WebResponse;
import io.funclet.host.web.call.UnfinishedRequests.Unfinished;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpContent;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpResponseStatus;
import io.grpc.netty.shaded.io.netty.handler.codec.http.LastHttpContent;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** One request for a function, from its first byte to its response. */
final class HttpCall implements Exchange, Responder, Unfinished {

    private static final long ENDED = -1;

    private static final int MOST_ON_LOOP_BYTES = 16 * 1024;

    private final CallGateway gateway;
    private final CallHeaders headers;
    private final ContentMode mode;
    private final ResponseChannel answers;

    /** Completes each response. */
    private final UnaryOperator<WebResponse> completion;

    private final long begunNanos = System.nanoTime();

    /** The room of the response; {@link #ENDED} when it needs none any more. */
    private final AtomicLong held = new AtomicLong();

    /** Used by the event loop only, like the fields below. */
    private RequestContent content;

    private Invocation invocation;

    /** Written before the call begins. */
    private Call call;

    private OutboundBufferLimit.Connection connection;

    /** Used only by the thread that sends the response. */
    private WebResponse prepared;

    private String refused;

    HttpCall(
            CallGateway gateway,
            CallHeaders headers,
            ContentMode mode,
            ResponseChannel answers,
            int mostBytes,
            UnaryOperator<WebResponse> completion) {
        this.gateway = gateway;
        this.headers = headers;
        this.mode = mode;
        this.answers = answers;
        this.completion = completion;
        this.content = new RequestContent(mostBytes);
        gateway.unfinished().begin(this);
    }

    @Override
    public void receive(HttpContent part) {
        if (part.decoderResult().isFailure()) {
            reject(RejectedRequestException.malformed("the content of the request is malformed"));
            return;
        }
        int growth = content.growth(part.content().readableBytes());
        if (growth < 0) {
            reject(gateway.tooLarge());
            return;
        }
        if (growth > 0) {
            content.grow(growth);
            gateway.unfinished().grow(growth);
        }
        // The request itself may have been ended to make room.
        if (content == null) {
            return;
        }
        content.add(part.content());
        if (part instanceof LastHttpContent) {
            begin();
        }
    }

    private void begin() {
        RequestContent whole = content;
        endContent();
        try {
            call = mode.call(headers, whole.buffer(), gateway.maxMetadataBytes());
        } catch (RejectedRequestException rejected) {
            gateway.countMalformed();
            respond(rejected.response());
            return;
        }
        connection = gateway.connection(answers.channel());
        answers.calling();
        invocation = gateway.invoke(call, headers.timeout(), begunNanos, this);
    }

    private void endContent() {
        if (content != null) {
            gateway.unfinished().end(this, content.capacity());
            content = null;
        }
    }

    private void reject(RejectedRequestException rejected) {
        endContent();
        respond(rejected.response());
    }

    @Override
    public void press(String reason) {
        endContent();
        respond(ProblemDocument.of(CallFailure.OVERLOADED, reason));
    }

    @Override
    public void late() {
        reject(new RejectedRequestException(
                HttpResponseStatus.REQUEST_TIMEOUT,
                "DEADLINE_EXCEEDED",
                gateway.unfinished().lateReason()));
    }

    @Override
    public void abandon() {
        endContent();
        if (invocation != null) {
            invocation.cancel();
        }
    }

    @Override
    public CallException refusal(Payload payload) {
        if (payload.size() > gateway.maxMessageBytes()) {
            return refusal(
                    CallFailure.TOO_LARGE,
                    "has " + payload.size() + " bytes, more than the " + gateway.maxMessageBytes()
                            + " that server.message.length.max allows");
        }
        prepared = refused == null ? mode.response(call, payload) : ProblemDocument.of(CallFailure.REFUSED, refused);
        long size = prepared.body().readableBytes() + (long) OutboundBufferLimit.STREAM_BYTES;
        if (!connection.take(size)) {
            return refusal(CallFailure.OVERLOADED, "has no room: " + connection.reason());
        }
        if (!held.compareAndSet(0, size)) {
            // The call has ended meanwhile.
            connection.give(size);
        }
        return null;
    }

    @Override
    public boolean hasRoom(Payload payload) {
        // The JSON of a long response takes long.
        return payload.size() <= MOST_ON_LOOP_BYTES
                && connection.hasRoom(payload.size() + (long) OutboundBufferLimit.STREAM_BYTES);
    }

    private CallException refusal(CallFailure failure, String reason) {
        prepared = null;
        return new CallException(failure, "the response of function " + headers.function() + " " + reason);
    }

    /** A client of HTTP gets the same whatever managers publish. */
    @Override
    public Payload errorDocument(String message) {
        refused = message;
        return Payload.of(message);
    }

    @Override
    public void succeed(Payload payload) {
        respond(prepared);
    }

    @Override
    public void fail(CallFailure failure, String message) {
        respond(ProblemDocument.of(failure, message));
    }

    private void respond(WebResponse webResponse) {
        answers.respond(completion.apply(webResponse), this::release);
    }

    private void release() {
        long was = held.getAndSet(ENDED);
        if (was > 0) {
            connection.give(was);
        }
    }
}
