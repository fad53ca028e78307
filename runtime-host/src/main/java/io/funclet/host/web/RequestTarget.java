package io.funclet.host.web;

import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpHeaderNames;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpRequest;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpUtil;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The target of a request (RFC 9112, section 3.2): a path without its query, and the {@code Host} header, which an old
 * client may not send. A complete URI takes precedence.
 */
public record RequestTarget(String host, String path) {

    /** Printable, without user and fragment. */
    private static final Pattern TARGET = Pattern.compile("(?i:http://([^/?#@]*))?(/[!-~&&[^?#]]*)?(\\?[!-~&&[^#]]*)?");

    /** The target; {@code null} if it has no valid path, or not exactly one site. */
    public static RequestTarget of(HttpRequest request) {
        List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
        Matcher target = TARGET.matcher(request.uri());
        if (hosts.size() > 1 || hosts.isEmpty() && request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) >= 0) {
            return null;
        }
        String named = hosts.isEmpty() ? null : hosts.get(0);
        if (named != null && !HostHeaderCheck.isHost(named) || !target.matches()) {
            return null;
        }
        String authority = target.group(1);
        String path = target.group(2);
        if (authority == null) {
            return path == null ? null : new RequestTarget(named, path);
        }
        return HostHeaderCheck.isHost(authority) ? new RequestTarget(authority, path == null ? "/" : path) : null;
    }

    static boolean hasContent(HttpRequest request) {
        return request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
                || HttpUtil.getContentLength(request, 0L) > 0;
    }
}
