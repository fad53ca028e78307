package io.funclet.host.web.call;

import io.funclet.host.call.Invoker;
import io.funclet.host.config.ConnectionLimits;
import io.funclet.host.config.HttpConfig;
import io.funclet.host.config.ServerConfig;
import io.funclet.host.grpc.limit.InboundBudget;
import io.funclet.host.grpc.limit.OutboundBufferLimit;
import io.funclet.host.web.CallSite;
import io.funclet.host.web.Exchange;
import io.funclet.host.web.HostHeaderCheck;
import io.funclet.host.web.RequestTarget;
import io.funclet.host.web.ResponseChannel;
import io.funclet.host.web.WebResponse;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpHeaderNames;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpHeaders;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpMethod;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpRequest;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpResponseStatus;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpUtil;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.function.UnaryOperator;

/** The functions as resources: {@code POST /functions/NAME}. Used by one event loop, except where it says so. */
public final class FunctionSite implements CallSite {

    private static final String PATH = "/functions/";
    private static final String METHODS = "POST, OPTIONS";

    private final CallGateway gateway;
    private final HostHeaderCheck hosts;
    private final OriginCheck origins;
    private volatile boolean stopping;

    public FunctionSite(
            Invoker invoker,
            OutboundBufferLimit unread,
            InboundBudget unfinished,
            ServerConfig server,
            ConnectionLimits limits,
            HttpConfig http,
            HostHeaderCheck hosts) {
        this.gateway = new CallGateway(
                invoker,
                unread,
                new UnfinishedRequests(unfinished),
                server.maxMessageBytes(),
                limits.maxMetadataBytes());
        this.hosts = hosts;
        this.origins = new OriginCheck(hosts, server.tls().isPresent() ? "https" : "http", http.origins());
    }

    @Override
    public boolean handles(HttpRequest request) {
        RequestTarget target =
                request.decoderResult().isSuccess() && request.protocolVersion().majorVersion() == 1
                        ? RequestTarget.of(request)
                        : null;
        return target != null && target.path().startsWith(PATH);
    }

    @Override
    public Exchange begin(HttpRequest request, ResponseChannel answers) {
        RequestTarget target = RequestTarget.of(request);
        UnaryOperator<WebResponse> completion = UnaryOperator.identity();
        try {
            if (!hosts.admits(target.host())) {
                throw new RejectedRequestException(
                        HttpResponseStatus.MISDIRECTED_REQUEST,
                        "PERMISSION_DENIED",
                        "this machine is not known by that name");
            }
            String origin = origins.check(request.headers(), target.host());
            if (origin != null) {
                completion = response -> Preflight.allow(response, origin);
            }
            if (origin != null && Preflight.isIn(request)) {
                answers.respond(completion.apply(Preflight.response(request.headers())), () -> {});
                return null;
            }
            return accept(request, target.path(), answers, completion);
        } catch (RejectedRequestException rejected) {
            WebResponse response = rejected.response();
            if (response.status().equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
                response = response.with(HttpHeaderNames.ALLOW, METHODS);
            }
            if (response.status().equals(HttpResponseStatus.BAD_REQUEST)) {
                gateway.countMalformed();
            }
            answers.respond(completion.apply(response), () -> {});
            return null;
        }
    }

    private HttpCall accept(
            HttpRequest request, String path, ResponseChannel answers, UnaryOperator<WebResponse> completion)
            throws RejectedRequestException {
        if (!request.method().equals(HttpMethod.POST)) {
            throw new RejectedRequestException(
                    HttpResponseStatus.METHOD_NOT_ALLOWED, "UNIMPLEMENTED", "functions are called by POST");
        }
        if (stopping) {
            throw new RejectedRequestException(
                    HttpResponseStatus.SERVICE_UNAVAILABLE, "UNAVAILABLE", "the runtime is stopping");
        }
        CallHeaders headers = new CallHeaders(function(path), request.headers());
        int mostBytes = checkContent(request);
        HttpCall call = new HttpCall(gateway, headers, ContentMode.of(headers), answers, mostBytes, completion);
        if (HttpUtil.is100ContinueExpected(request)) {
            answers.proceed();
        }
        return call;
    }

    private static String function(String path) throws RejectedRequestException {
        String name = path.substring(PATH.length());
        if (name.isEmpty() || name.indexOf('/') >= 0) {
            throw new RejectedRequestException(
                    HttpResponseStatus.NOT_FOUND, "NOT_FOUND", "functions are at /functions/NAME");
        }
        return HeaderText.decode("the name of the function", name);
    }

    /** Returns the most bytes that may come. */
    private int checkContent(HttpRequest request) throws RejectedRequestException {
        HttpHeaders headers = request.headers();
        // An old client expects nothing (RFC 9110, section 10.1.1).
        if (request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) >= 0
                && !hasOnly(headers, HttpHeaderNames.EXPECT, "100-continue")) {
            throw new RejectedRequestException(
                    HttpResponseStatus.EXPECTATION_FAILED, "UNIMPLEMENTED", "only 100-continue can be expected");
        }
        List<String> transfer = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (!transfer.isEmpty() && !(transfer.size() == 1 && transfer.get(0).equalsIgnoreCase("chunked"))) {
            throw new RejectedRequestException(
                    HttpResponseStatus.NOT_IMPLEMENTED, "UNIMPLEMENTED", "of transfer codings only chunked is known");
        }
        if (!hasOnly(headers, HttpHeaderNames.CONTENT_ENCODING, "identity")) {
            throw RejectedRequestException.unsupported(
                    "compressed content is not supported; send it without Content-Encoding");
        }
        long announced = HttpUtil.getContentLength(request, -1L);
        if (announced > gateway.maxMessageBytes()) {
            throw gateway.tooLarge();
        }
        return announced < 0 ? gateway.maxMessageBytes() : (int) announced;
    }

    private static boolean hasOnly(HttpHeaders headers, CharSequence name, String value) {
        return headers.getAll(name).stream().allMatch(value::equalsIgnoreCase);
    }

    @Override
    public void reject() {
        stopping = true;
    }
}
