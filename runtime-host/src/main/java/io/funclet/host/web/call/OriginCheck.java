package io.funclet.host.web.call;

import io.funclet.host.web.HostHeaderCheck;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpHeaderNames;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpHeaders;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Keeps pages of other sites from calling functions through a browser, which sends their {@code Origin}. */
record OriginCheck(HostHeaderCheck hosts, String scheme, Set<String> listed) {

    /**
     * Checks a request.
     *
     * @param host the site of the request
     * @return the origin, if it is a listed one; {@code null} if no page of another site has sent the request
     */
    String check(HttpHeaders headers, String host) throws RejectedRequestException {
        List<String> origins = headers.getAll(HttpHeaderNames.ORIGIN);
        if (origins.isEmpty()) {
            return null;
        }
        String origin = origins.get(0).toLowerCase(Locale.ROOT);
        if (origins.size() == 1 && listed.contains(origin)) {
            return origin;
        }
        if (origins.size() > 1
                || host == null
                || !hosts.isOwn(host)
                || !origin.equals(scheme + "://" + host.toLowerCase(Locale.ROOT))) {
            throw new RejectedRequestException(
                    HttpResponseStatus.FORBIDDEN,
                    "PERMISSION_DENIED",
                    "pages of other sites may not call functions, unless FUNCLET_HTTP_ORIGINS lists their origin");
        }
        return null;
    }
}
