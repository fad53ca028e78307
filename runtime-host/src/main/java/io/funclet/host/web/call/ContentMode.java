package io.funclet.host.web.call;

import io.funclet.api.Payload;
import io.funclet.host.call.model.Call;
import io.funclet.host.web.WebResponse;
import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What a request carries, and so what its response does. */
enum ContentMode {
    PLAIN,
    BINARY_EVENT,
    STRUCTURED_EVENT;

    private static final Pattern STRUCTURED =
            Pattern.compile("application/cloudevents\\+json(?:\\s*;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?");

    /** The mode of a request with these headers. */
    static ContentMode of(CallHeaders headers) throws RejectedRequestException {
        String type = headers.contentType() == null
                ? ""
                : headers.contentType().toLowerCase(Locale.ROOT).strip();
        if (type.startsWith("application/cloudevents-batch")) {
            throw RejectedRequestException.unsupported(
                    "batches of CloudEvents are not supported; send each event in a request of its own");
        }
        if (!type.startsWith("application/cloudevents")) {
            return CloudEvent.isIn(headers.all()) ? BINARY_EVENT : PLAIN;
        }
        if (!STRUCTURED.matcher(type).matches()) {
            throw RejectedRequestException.unsupported(
                    "of structured CloudEvents only application/cloudevents+json in UTF-8 is supported");
        }
        return STRUCTURED_EVENT;
    }

    /** Reads a complete request. Its metadata may have so many bytes, also within the content. */
    Call call(CallHeaders headers, ByteBuffer content, int maxMetadataBytes) throws RejectedRequestException {
        return switch (this) {
            case PLAIN -> headers.call(Payload.of(content));
            case BINARY_EVENT ->
                headers.call(CloudEvent.ofHeaders(headers.all(), headers.contentType(), Payload.of(content)));
            case STRUCTURED_EVENT -> headers.call(StructuredEvent.read(content, maxMetadataBytes));
        };
    }

    /** Makes the response of a call. Does not copy the payload, unless it must be encoded. */
    WebResponse response(Call call, Payload payload) {
        if (payload.isEmpty()) {
            return WebResponse.empty(HttpResponseStatus.NO_CONTENT, Map.of());
        }
        ByteBuf body = Unpooled.wrappedBuffer(payload.buffer());
        boolean json = JsonScanner.isJson(body);
        String type = json
                ? "application/json"
                : JsonScanner.isUtf8(body) ? "text/plain; charset=utf-8" : "application/octet-stream";
        if (this == PLAIN) {
            return WebResponse.of(HttpResponseStatus.OK, type, body, Map.of());
        }
        ReplyEvent reply = ReplyEvent.to(call);
        return this == BINARY_EVENT
                ? WebResponse.of(HttpResponseStatus.OK, type, body, reply.headers())
                : WebResponse.of(
                        HttpResponseStatus.OK,
                        "application/cloudevents+json",
                        reply.document(type, json, body),
                        Map.of());
    }
}
