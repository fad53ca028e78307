package io.funclet.host.web;

import io.funclet.host.deploy.status.DirectoryStatus;
import io.funclet.host.web.metrics.CallMetrics;
import io.funclet.host.web.metrics.ConfigMetrics;
import io.funclet.host.web.metrics.JvmMetrics;
import io.funclet.host.web.metrics.MemoryMetrics;
import io.funclet.host.web.metrics.MetricFamilies;
import io.funclet.host.web.metrics.QuotaMetrics;
import io.funclet.host.web.metrics.RolloutMetrics;
import io.funclet.host.web.metrics.TenantMetrics;
import io.funclet.host.web.metrics.UpdateMetrics;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpHeaderNames;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpMethod;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpRequest;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpResponseStatus;
import io.grpc.netty.shaded.io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.grpc.netty.shaded.io.netty.handler.codec.http.TooLongHttpLineException;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The resources of the site, and the checks of who may read them. Used by one thread at a time, except where it says so.
 */
final class StatusSite {

    private static final Logger LOG = Logger.getLogger(StatusSite.class.getName());

    private static final String HEALTH = "/health";

    private final HostHeaderCheck hosts;
    private final StatusPage statusPage = new StatusPage();
    private final StatusSource runtime;
    private final ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();
    private final ExpositionFormatWriter prometheus = PrometheusTextFormatWriter.create();
    private volatile boolean stopping;

    StatusSite(HostHeaderCheck hosts, StatusSource runtime) {
        this.hosts = hosts;
        this.runtime = runtime;
    }

    /** From now on nothing is healthy, because the process stops. Any thread. */
    void stop() {
        stopping = true;
    }

    WebResponse respond(HttpRequest request) {
        if (!request.decoderResult().isSuccess()) {
            return malformed(request.decoderResult().cause());
        }
        RequestTarget target = RequestTarget.of(request);
        boolean reads =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        boolean ofServer = !reads && request.uri().equals("*");
        if (target == null && !ofServer || request.protocolVersion().majorVersion() != 1) {
            return malformed(null);
        }
        if (!reads) {
            return WebResponse.rejection(HttpResponseStatus.METHOD_NOT_ALLOWED, "this site is read-only")
                    .with(HttpHeaderNames.ALLOW, "GET, HEAD");
        }
        if (RequestTarget.hasContent(request)) {
            return WebResponse.rejection(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, "requests have no content here");
        }
        if (!hosts.admits(target.host())) {
            return WebResponse.rejection(
                    HttpResponseStatus.MISDIRECTED_REQUEST, "this machine is not known by that name");
        }
        try {
            if (target.path().startsWith(HEALTH + "/")) {
                return functionHealth(target.path());
            }
            return switch (target.path()) {
                case "/" -> statusPage.webResponse();
                case "/status.json" -> StatusJson.response(runtime);
                case "/metrics" -> metrics(request.headers().get(HttpHeaderNames.ACCEPT));
                case HEALTH -> health(true);
                default ->
                    WebResponse.rejection(
                            HttpResponseStatus.NOT_FOUND, "there are /, /health, /metrics and /status.json");
            };
        } catch (IOException | RuntimeException | Error defect) {
            LOG.log(Level.WARNING, "metrics or status could not be read", defect);
            return WebResponse.rejection(HttpResponseStatus.INTERNAL_SERVER_ERROR, "the log has the reason");
        }
    }

    /** The health of a function, in the words of {@code grpc.health.v1}. */
    private WebResponse functionHealth(String path) {
        Optional<Boolean> serves;
        try {
            serves = runtime.serves(URI.create(path).getPath().substring(HEALTH.length() + 1));
        } catch (IllegalArgumentException malformed) {
            return malformed(malformed);
        }
        return serves.isPresent()
                ? health(serves.get())
                : WebResponse.rejection(HttpResponseStatus.NOT_FOUND, "SERVICE_UNKNOWN");
    }

    private WebResponse health(boolean serves) {
        return serves && !stopping
                ? WebResponse.ok("text/plain; charset=utf-8", "SERVING\n".getBytes(StandardCharsets.UTF_8))
                : WebResponse.rejection(HttpResponseStatus.SERVICE_UNAVAILABLE, "NOT_SERVING");
    }

    /** All metrics, in the requested format. Read anew for each request. */
    private WebResponse metrics(String accept) throws IOException {
        ExpositionFormatWriter writer = openMetrics.accepts(accept) ? openMetrics : prometheus;
        MetricFamilies families = new MetricFamilies();
        CallMetrics.add(families, runtime.functions(), runtime.rejected());
        QuotaMetrics.add(families, runtime.quotas());
        List<DirectoryStatus> directories = runtime.directories();
        UpdateMetrics.add(families, directories);
        RolloutMetrics.add(families, directories);
        TenantMetrics.add(families, runtime.tenants(), directories);
        ConfigMetrics.add(families, runtime.configured(), runtime.isReloadFailed());
        MemoryMetrics.add(families, runtime.memory());
        JvmMetrics.add(families);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        writer.write(text, families.snapshots(), EscapingScheme.UNDERSCORE_ESCAPING);
        return WebResponse.ok(writer.getContentType(), text.toByteArray());
    }

    private static WebResponse malformed(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return WebResponse.rejection(
                    HttpResponseStatus.REQUEST_URI_TOO_LONG, "the first line of the request is too long");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return WebResponse.rejection(
                    HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "the header of the request is too large");
        }
        return WebResponse.rejection(HttpResponseStatus.BAD_REQUEST, "this is not a valid request");
    }
}
