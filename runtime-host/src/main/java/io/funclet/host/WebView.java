package io.funclet.host;

import io.funclet.host.call.Invoker;
import io.funclet.host.call.quota.QuotaStatus;
import io.funclet.host.call.stat.FunctionStatus;
import io.funclet.host.call.stat.InvalidRequests;
import io.funclet.host.call.stat.MemoryStatus;
import io.funclet.host.config.HttpConfig;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.ServerConfig;
import io.funclet.host.config.TrustConfig;
import io.funclet.host.config.source.FuncletVariable;
import io.funclet.host.control.ControlView;
import io.funclet.host.deploy.status.DirectoryStatus;
import io.funclet.host.deploy.status.PastChange;
import io.funclet.host.deploy.status.TenantStatus;
import io.funclet.host.grpc.GrpcServer;
import io.funclet.host.grpc.transport.ListeningSocket;
import io.funclet.host.web.HostHeaderCheck;
import io.funclet.host.web.StatusSource;
import io.funclet.host.web.WebServer;
import io.funclet.host.web.call.FunctionSite;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Logger;

/**
 * Read-only view of this process for the web. Separate from {@link ControlView}, so that a process without web loads no
 * class for it.
 */
record WebView(ControlView process) implements StatusSource {

    /** The name of the inherited socket. */
    static final String HTTP = "http";

    private static final Logger LOG = Logger.getLogger(WebView.class.getName());

    /** Binds the address. Nothing is served yet. */
    static ListeningSocket bind(HttpConfig http) throws IOException {
        try {
            return ListeningSocket.bind(http.address(), HTTP);
        } catch (IOException failure) {
            // The message must say which of two addresses fails.
            throw new IOException(FuncletVariable.HTTP + ": " + failure.getMessage(), failure);
        }
    }

    /** Serves metrics and status, and calls if they are on, until it is closed. */
    static WebServer open(
            ListeningSocket socket, RuntimeConfig config, GrpcServer grpc, Invoker invoker, ControlView process)
            throws IOException {
        HttpConfig http = config.deployment().http().orElseThrow();
        HostHeaderCheck hosts = HostHeaderCheck.of(http.address());
        WebServer.Calls calls = http.calls() ? calls(config, http, hosts, grpc, invoker) : WebServer.Calls.NONE;
        WebServer server = new WebServer(socket, hosts, grpc.eventLoops(), new WebView(process), calls);
        LOG.info((http.calls() ? "calls, metrics and status are at http" : "metrics and status are at http")
                + (calls.tls() == null ? "://" : "s://")
                + new ListenAddress(http.address().host(), socket.port()));
        return server;
    }

    /** With the server's TLS: a client that it keeps out must not get in here. */
    private static WebServer.Calls calls(
            RuntimeConfig config, HttpConfig http, HostHeaderCheck hosts, GrpcServer grpc, Invoker invoker)
            throws IOException {
        ServerConfig server = config.server();
        return new WebServer.Calls(
                new FunctionSite(invoker, grpc.unread(), grpc.unfinished(), server, config.limits(), http, hosts),
                grpc.tls() == null ? null : grpc.tls().web(),
                server.timeout(),
                config.limits().maxConnections(),
                config.limits().maxMetadataBytes());
    }

    @Override
    public String name() {
        return process.name();
    }

    @Override
    public List<FunctionStatus> functions() {
        return process.functions();
    }

    @Override
    public InvalidRequests rejected() {
        return process.router().rejected();
    }

    @Override
    public List<DirectoryStatus> directories() {
        return process.directories();
    }

    @Override
    public List<TenantStatus> tenants() {
        RuntimeConfig config = process.configuration().config();
        return config.tenants().stream()
                .map(tenant -> new TenantStatus(
                        tenant.name(),
                        tenant.directory(),
                        tenant.address().map(ListenAddress::toString).orElse(""),
                        tenant.trust()
                                .or(config.deployment()::trust)
                                .map(TrustConfig::mode)
                                .orElse(TrustConfig.Mode.OFF)
                                .name()
                                .toLowerCase(Locale.ROOT)))
                .toList();
    }

    @Override
    public List<PastChange> lastChanges() {
        return process.lastChanges();
    }

    @Override
    public Instant configured() {
        return process.configuration().configured();
    }

    @Override
    public boolean isReloadFailed() {
        return process.configuration().isReloadFailed();
    }

    @Override
    public List<QuotaStatus> quotas() {
        return process.quotas();
    }

    @Override
    public MemoryStatus memory() {
        return process.memory();
    }

    @Override
    public Optional<Boolean> serves(String function) {
        return process.router().serves(function);
    }
}
