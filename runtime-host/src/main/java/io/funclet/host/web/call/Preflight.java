package io.funclet.host.web.call;

import io.funclet.host.web.WebResponse;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpHeaderNames;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpHeaders;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpMethod;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpRequest;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpResponseStatus;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells browsers what pages of a listed origin may do (Fetch Standard, section 3.2). */
final class Preflight {

    private static final String PRIVATE_NETWORK = "access-control-request-private-network";

    private static final String VALID_SECONDS = "600";

    private Preflight() {}

    static boolean isIn(HttpRequest request) {
        return request.method().equals(HttpMethod.OPTIONS)
                && request.headers().contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD);
    }

    static WebResponse response(HttpHeaders asked) {
        Map<String, String> allowed = new LinkedHashMap<>();
        allowed.put(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS.toString(), "POST");
        String headers = asked.get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS);
        if (headers != null) {
            allowed.put(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS.toString(), headers);
        }
        if (asked.contains(PRIVATE_NETWORK)) {
            allowed.put("access-control-allow-private-network", "true");
        }
        allowed.put(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE.toString(), VALID_SECONDS);
        return WebResponse.empty(HttpResponseStatus.NO_CONTENT, allowed);
    }

    /** The same response for a page of this origin. */
    static WebResponse allow(WebResponse response, String origin) {
        return response.with(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                .with(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, "*")
                .with(HttpHeaderNames.VARY, "Origin");
    }
}
