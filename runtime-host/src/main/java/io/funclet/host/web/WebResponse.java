package io.funclet.host.web;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.grpc.netty.shaded.io.netty.handler.codec.http.FullHttpResponse;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpHeaderNames;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpHeaders;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpResponseStatus;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/** A response. Its headers forbid caching, framing, type sniffing and reading by other sites. */
record WebResponse(HttpResponseStatus status, String type, String policy, byte[] body) {

    /** For other content than the page: nothing may be loaded or run. */
    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

    static WebResponse ok(String type, byte[] body) {
        return new WebResponse(HttpResponseStatus.OK, type, NOTHING, body);
    }

    static WebResponse rejection(HttpResponseStatus status, String reason) {
        return new WebResponse(
                status, "text/plain; charset=utf-8", NOTHING, (reason + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the next bytes on the connection may not be a request. */
    boolean endsConnection() {
        return status.equals(HttpResponseStatus.BAD_REQUEST) || status.equals(HttpResponseStatus.SERVICE_UNAVAILABLE);
    }

    /** The response on the wire; {@code more} keeps the connection open. The codec omits the body for HEAD. */
    FullHttpResponse message(boolean more) {
        ByteBuf content = Unpooled.wrappedBuffer(body);
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
        HttpHeaders headers = response.headers();
        headers.set(HttpHeaderNames.CONTENT_TYPE, type);
        headers.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        headers.set(HttpHeaderNames.CONTENT_SECURITY_POLICY, policy);
        headers.set(HttpHeaderNames.X_FRAME_OPTIONS, "DENY");
        headers.set("x-content-type-options", "nosniff");
        headers.set("referrer-policy", "no-referrer");
        headers.set("cross-origin-resource-policy", "same-origin");
        headers.set("cross-origin-opener-policy", "same-origin");
        if (status.equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
            headers.set(HttpHeaderNames.ALLOW, "GET, HEAD");
        }
        if (!more) {
            headers.set(HttpHeaderNames.CONNECTION, "close");
        }
        return response;
    }
}
