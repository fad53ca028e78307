package io.funclet.host;

import io.funclet.host.call.Invoker;
import io.funclet.host.call.Router;
import io.funclet.host.call.endpoint.CurrentCall;
import io.funclet.host.call.worker.CallExecutor;
import io.funclet.host.config.HttpConfig;
import io.funclet.host.config.LaunchProfile;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.ServerConfig;
import io.funclet.host.config.change.ReloadResult;
import io.funclet.host.config.change.Reloadable;
import io.funclet.host.control.ControlView;
import io.funclet.host.deploy.CodeDirectories;
import io.funclet.host.deploy.CodeWatch;
import io.funclet.host.deploy.work.FunctionThreads;
import io.funclet.host.framework.EmbeddedFelix;
import io.funclet.host.grpc.GrpcServer;
import io.funclet.host.grpc.transport.EventLoops;
import io.funclet.host.grpc.transport.ListeningSocket;
import io.funclet.host.log.output.RuntimeLog;
import io.funclet.host.process.ArchiveCreation;
import io.funclet.host.process.Watchdog;
import io.funclet.host.storage.Housekeeping;
import io.funclet.host.storage.WorkDirectory;
import io.funclet.host.upgrade.Standby;
import io.funclet.host.upgrade.UpgradedRuntime;
import io.funclet.host.web.WebServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Logger;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** One running runtime: started forward, closed backward. */
final class RuntimeHost implements Watchdog.Front, Supplier<UpgradedRuntime>, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RuntimeHost.class.getName());

    /** The master kills after 30 s (contract, section 4); the rest is for bundles to stop. */
    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(20);

    private final StartedParts parts = new StartedParts();
    private final ListeningSocket socket;

    // Each of the next is null before it is made.
    private WorkDirectory work;
    private CallExecutor callExecutor;
    private Router router;
    private CodeDirectories directories;
    private CodeWatch watch;
    private GrpcServer front;
    private Invoker invoker;
    private EmbeddedFelix felix;
    private Housekeeping housekeeping;
    private Reloadable reload;
    private ControlView operated;

    /** {@code null} without HTTP, as the next one. */
    private ListeningSocket webSocket;

    private WebServer web;

    /** {@code null} without tenants. */
    private Map<String, ListeningSocket> tenantSockets;

    private RuntimeHost(ListeningSocket socket) {
        this.socket = socket;
    }

    /**
     * Serves. Returns when it accepts calls and has seen all jars; the first calls may still wait for their functions.
     *
     * @param temporary the directory for temporary files
     * @param socket the bound socket; closed with the host, also if the start fails
     * @param marks learns to which functions bundles belong
     * @throws IOException if a file, a key or a directory cannot be used; the message says which and why
     * @throws BundleException if the framework does not boot
     */
    static RuntimeHost start(
            RuntimeConfig config, Path temporary, ListeningSocket socket, RuntimeLog log, CallLogContext marks)
            throws IOException, BundleException {
        RuntimeHost host = new RuntimeHost(socket);
        host.parts.open(socket);
        try {
            host.startForward(config, temporary, log, marks);
            return host;
        } catch (IOException | BundleException | RuntimeException | Error failure) {
            host.close();
            throw failure;
        }
    }

    private void startForward(RuntimeConfig config, Path temporary, RuntimeLog log, CallLogContext marks)
            throws IOException, BundleException {
        log.open(config.tenants());
        bindSockets(config);
        work = parts.open(WorkDirectory.createIn(temporary));
        route(config, marks);
        serve(config, log);
        beginDeployments(config);
        if (LaunchProfile.CURRENT.wantsArchive()) {
            parts.open(ArchiveCreation.begin());
        }
        if (LaunchProfile.CURRENT.recordsArchive()) {
            ArchiveTraining.run();
        }
        openOperations(config, log);
        parts.open(this::drain);
        if (web != null) {
            parts.open(web::reject);
        }
        ListeningSocket.closeUnused();
        if (!socket.accepts()) {
            Standby.begin(get(), front.eventLoops());
        }
    }

    /** Early, so that an address in use is noticed before anything is served. */
    private void bindSockets(RuntimeConfig config) throws IOException {
        Optional<HttpConfig> http = config.deployment().http();
        webSocket = http.isPresent() ? parts.open(WebView.bind(http.get())) : null;
        tenantSockets = config.tenants().isEmpty() ? null : TenantSockets.bind(config.tenants(), parts::open);
    }

    private void route(RuntimeConfig config, CallLogContext marks) throws IOException {
        callExecutor = parts.open(new CallExecutor(config.server().callThreads(), CurrentCall::overtime));
        router = Router.of(config, callExecutor, callExecutor::allow, webSocket != null);
        directories = CodeDirectories.of(config, router);
        marks.use(directories);
        if (tenantSockets != null) {
            router.countThreads(new TenantThreads(directories));
        }
    }

    /** Starts gRPC beside the framework, which takes longer. Returns when both have started. */
    private void serve(RuntimeConfig config, RuntimeLog log) throws IOException, BundleException {
        ServerConfig server = config.server();
        watch = new CodeWatch(directories, work.path(), work::isThere);
        FrameworkBoot boot = FrameworkBoot.begin(work, watch, config);
        try {
            front = parts.open(new GrpcServer(socket, server));
        } finally {
            // Closed before gRPC, whose timers it uses.
            parts.open(boot);
        }
        EventLoops loops = front.eventLoops();
        callExecutor.use(loops);
        log.use(loops);
        log.limit(router.quotas());
        invoker = new Invoker(
                router, loops, server, log::finishLines, config.limits().eventLoopCalls());
        front.start(invoker, router, server, config.limits(), tenantSockets);
        felix = boot.await();
    }

    /** Returns when all jars have been seen. */
    private void beginDeployments(RuntimeConfig config) throws IOException, BundleException {
        housekeeping = parts.open(new Housekeeping(work));
        EventLoops loops = front.eventLoops();
        FunctionThreads functionThreads = new FunctionThreads(
                () -> {
                    callExecutor.renew();
                    loops.renew();
                },
                loops.started());
        List<Runnable> chores = front.tls() == null ? List.of(housekeeping) : List.of(housekeeping, front.tls());
        parts.open(watch).begin(felix, loops, config, functionThreads, chores);
    }

    /** Opens what operators ask and see: the reload, the control sockets, the status page. */
    private void openOperations(RuntimeConfig config, RuntimeLog log) throws IOException {
        String address = new ListenAddress(config.server().address().host(), socket.port()).toString();
        reload = new ConfigReload(
                new ConfigReload.Parts(router, invoker, callExecutor, front.tls(), watch, log), config);
        operated =
                new ControlView(config.name(), address, router, directories, log, reload, front.probes(), this, null);
        OperatorSocket.open(
                config.deployment().control(), work, housekeeping, front.eventLoops(), operated, parts::open);
        OperatorSocket.openForTenants(config, housekeeping, front, operated, parts::open);
        web = webSocket == null ? null : parts.open(WebView.open(webSocket, config, front, invoker, operated));
    }

    private void drain() throws InterruptedException {
        Duration timeout = invoker.timeout();
        Duration patience = timeout.compareTo(LONGEST_DRAIN) < 0 ? timeout : LONGEST_DRAIN;
        front.reject();
        router.dismissAll();
        if (!invoker.awaitIdle(patience)) {
            LOG.warning("calls still run after " + patience.toMillis() + " ms, and are given up: "
                    + router.unanswered().inWords());
        }
    }

    /** Reads the configuration again; see {@link Reloadable#reload}. */
    ReloadResult reload() {
        return reload.reload();
    }

    /** Checks all files of the code directories, as if they had changed. Returns at once. */
    void lookAgain() {
        watch.lookAgain();
    }

    /** What an upgrade uses. No other start loads the class. */
    @Override
    public UpgradedRuntime get() {
        return new UpgradeParts(front, socket, tenantSockets, web, webSocket, router, work.path());
    }

    /** What operators see and do. */
    ControlView view() {
        return operated;
    }

    /** The context of the framework's system bundle. */
    BundleContext framework() {
        return felix.context();
    }

    @Override
    public boolean isServing() {
        return front.eventLoops().allRun();
    }

    @Override
    public Throwable causeOfDeath() {
        return front.eventLoops().causeOfDeath();
    }

    @Override
    public String lostPart() {
        return felix.lostPart();
    }

    /**
     * Stops accepting calls, waits for running ones, stops the bundles, and deletes the work directory. Does not throw.
     */
    @Override
    public void close() {
        parts.close();
    }
}
