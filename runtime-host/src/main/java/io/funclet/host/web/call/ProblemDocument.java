package io.funclet.host.web.call;

import com.google.gson.JsonObject;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.grpc.wire.StatusMapping;
import io.funclet.host.web.WebResponse;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpHeaderNames;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Maps each failure to an HTTP status and a document (RFC 9457). There is no other place. */
final class ProblemDocument {

    private static final String RETRY_SECONDS = "1";

    private ProblemDocument() {}

    static WebResponse of(CallFailure failure, String message) {
        HttpResponseStatus status = switch (failure) {
            case MALFORMED_REQUEST, NAME_MISSING -> HttpResponseStatus.BAD_REQUEST;
            case NOT_FOUND -> HttpResponseStatus.NOT_FOUND;
            case UNAVAILABLE -> HttpResponseStatus.SERVICE_UNAVAILABLE;
            case REFUSED -> HttpResponseStatus.UNPROCESSABLE_ENTITY;
            // Only the response is too large: requests are checked before they become calls.
            case FUNCTION_FAILED, FUNCTION_BROKEN, INTERNAL, TOO_LARGE -> HttpResponseStatus.INTERNAL_SERVER_ERROR;
            case OVERLOADED, QUOTA_EXCEEDED -> HttpResponseStatus.TOO_MANY_REQUESTS;
            case DEADLINE_EXCEEDED -> HttpResponseStatus.GATEWAY_TIMEOUT;
            // No client reads it.
            case CANCELLED -> HttpResponseStatus.REQUEST_TIMEOUT;
        };
        return of(status, StatusMapping.code(failure), message);
    }

    /** @param code the gRPC status of the same failure */
    static WebResponse of(HttpResponseStatus status, String code, String message) {
        JsonObject problem = new JsonObject();
        problem.addProperty("type", "about:blank");
        problem.addProperty("title", status.reasonPhrase());
        problem.addProperty("status", status.code());
        problem.addProperty("detail", message);
        problem.addProperty("code", code);
        boolean later = status.equals(HttpResponseStatus.SERVICE_UNAVAILABLE)
                || status.equals(HttpResponseStatus.TOO_MANY_REQUESTS);
        return WebResponse.of(
                status,
                "application/problem+json",
                Unpooled.wrappedBuffer(problem.toString().getBytes(StandardCharsets.UTF_8)),
                later ? Map.of(HttpHeaderNames.RETRY_AFTER.toString(), RETRY_SECONDS) : Map.of());
    }
}
