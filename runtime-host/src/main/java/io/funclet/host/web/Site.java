package io.funclet.host.web;

import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpHeaderNames;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpMethod;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpRequest;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What there is to be read, and who may. Used by one thread at a time. */
final class Site {

    private static final Logger LOG = Logger.getLogger(Site.class.getName());

    private final HostCheck hosts;
    private final Page page = new Page();
    private final StatusJson status;
    private final Metrics metrics;

    Site(HostCheck hosts, WebServer.Runtime runtime) {
        this.hosts = hosts;
        this.status = new StatusJson(runtime);
        this.metrics = new Metrics(runtime);
    }

    Reply answer(HttpRequest request) {
        if (!request.decoderResult().isSuccess()) {
            return Reply.refusal(HttpResponseStatus.BAD_REQUEST, "this is no request that is understood here");
        }
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            return Reply.refusal(HttpResponseStatus.METHOD_NOT_ALLOWED, "here is nothing to be changed");
        }
        if (!hosts.admits(request.headers().get(HttpHeaderNames.HOST))) {
            return Reply.refusal(HttpResponseStatus.MISDIRECTED_REQUEST, "this machine is not known by that name");
        }
        try {
            return found(path(request.uri()), request);
        } catch (IOException | RuntimeException | Error defect) {
            LOG.log(Level.WARNING, "metrics or status could not be told", defect);
            return Reply.refusal(HttpResponseStatus.INTERNAL_SERVER_ERROR, "the log has the reason");
        }
    }

    private static String path(String uri) {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    private Reply found(String path, HttpRequest request) throws IOException {
        return switch (path) {
            case "/" -> page.reply();
            case "/status.json" -> status.reply();
            case "/metrics" -> metrics.reply(request.headers().get(HttpHeaderNames.ACCEPT));
            default -> Reply.refusal(HttpResponseStatus.NOT_FOUND, "there are /, /metrics and /status.json");
        };
    }
}
