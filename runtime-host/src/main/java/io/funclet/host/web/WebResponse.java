package io.funclet.host.web;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.handler.codec.http.DefaultHttpResponse;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpHeaderNames;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpHeaders;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpResponse;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpResponseStatus;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A response. Its headers forbid caching, framing, type sniffing and reading by other sites.
 *
 * @param type of the body; {@code null} without one
 * @param further headers beside those that each response has
 */
public record WebResponse(
        HttpResponseStatus status, String type, String policy, ByteBuf body, Map<String, String> further) {

    /** For other content than the page: nothing may be loaded or run. */
    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

    WebResponse(HttpResponseStatus status, String type, String policy, byte[] body) {
        this(status, type, policy, Unpooled.wrappedBuffer(body), Map.of());
    }

    static WebResponse ok(String type, byte[] body) {
        return new WebResponse(HttpResponseStatus.OK, type, NOTHING, body);
    }

    static WebResponse rejection(HttpResponseStatus status, String reason) {
        return new WebResponse(
                status, "text/plain; charset=utf-8", NOTHING, (reason + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** A response without a body. */
    public static WebResponse empty(HttpResponseStatus status, Map<String, String> further) {
        return new WebResponse(status, null, NOTHING, Unpooled.EMPTY_BUFFER, further);
    }

    /** A response with a body, which is not copied. */
    public static WebResponse of(HttpResponseStatus status, String type, ByteBuf body, Map<String, String> further) {
        return new WebResponse(status, type, NOTHING, body, further);
    }

    /** The same with one more header. */
    public WebResponse with(CharSequence name, String value) {
        Map<String, String> more = new LinkedHashMap<>(further);
        more.put(name.toString(), value);
        return new WebResponse(status, type, policy, body, more);
    }

    /** Whether the next bytes on the connection may not be a request. */
    boolean endsConnection() {
        return status.equals(HttpResponseStatus.BAD_REQUEST) || status.equals(HttpResponseStatus.SERVICE_UNAVAILABLE);
    }

    /** The head of the response on the wire; {@code more} keeps the connection open. */
    HttpResponse head(boolean more) {
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, status);
        HttpHeaders headers = response.headers();
        if (type != null) {
            headers.set(HttpHeaderNames.CONTENT_TYPE, type);
        }
        if (!status.equals(HttpResponseStatus.NO_CONTENT)) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        }
        headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        headers.set(HttpHeaderNames.CONTENT_SECURITY_POLICY, policy);
        headers.set(HttpHeaderNames.X_FRAME_OPTIONS, "DENY");
        headers.set("x-content-type-options", "nosniff");
        headers.set("referrer-policy", "no-referrer");
        headers.set("cross-origin-resource-policy", "same-origin");
        headers.set("cross-origin-opener-policy", "same-origin");
        further.forEach(headers::set);
        if (!more) {
            headers.set(HttpHeaderNames.CONNECTION, "close");
        }
        return response;
    }
}
