package io.funclet.host.web;

import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpHeaderNames;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpMethod;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpRequest;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpResponseStatus;
import io.grpc.netty.shaded.io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.grpc.netty.shaded.io.netty.handler.codec.http.TooLongHttpLineException;
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

    Site(HostCheck hosts, StatusSource runtime) {
        this.hosts = hosts;
        this.status = new StatusJson(runtime);
        this.metrics = new Metrics(runtime);
    }

    Reply answer(HttpRequest request) {
        if (!request.decoderResult().isSuccess()) {
            return malformed(request.decoderResult().cause());
        }
        RequestTarget target = RequestTarget.of(request);
        boolean reads =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        if (target == null && reads || request.protocolVersion().majorVersion() != 1) {
            return malformed(null);
        }
        if (!reads) {
            return Reply.refusal(HttpResponseStatus.METHOD_NOT_ALLOWED, "here is nothing to be changed");
        }
        if (RequestTarget.hasContent(request)) {
            return Reply.refusal(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, "requests have no content here");
        }
        if (!hosts.admits(target.host())) {
            return Reply.refusal(HttpResponseStatus.MISDIRECTED_REQUEST, "this machine is not known by that name");
        }
        try {
            return found(target.path(), request);
        } catch (IOException | RuntimeException | Error defect) {
            LOG.log(Level.WARNING, "metrics or status could not be told", defect);
            return Reply.refusal(HttpResponseStatus.INTERNAL_SERVER_ERROR, "the log has the reason");
        }
    }

    private static Reply malformed(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return Reply.refusal(HttpResponseStatus.REQUEST_URI_TOO_LONG, "the first line of the request is too long");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return Reply.refusal(
                    HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "the header of the request is too large");
        }
        return Reply.refusal(HttpResponseStatus.BAD_REQUEST, "this is no request that is understood here");
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
