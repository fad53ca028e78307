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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** One running runtime: started forward, closed backward. */
final class RuntimeHost implements Watchdog.Front, Supplier<UpgradedRuntime>, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RuntimeHost.class.getName());

    /** The master kills after 30 s (contract, section 4); the rest is for bundles to stop. */
    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(20);

    /** The started parts, the last one first. */
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    /** {@code null} before it is made. */
    private GrpcServer front;

    /** {@code null} before it is made. */
    private CodeWatch watch;

    /** {@code null} before it has booted. */
    private EmbeddedFelix felix;

    /** {@code null} before it is made. */
    private Reloadable reload;

    /** {@code null} before it is made. */
    private ControlView operated;

    private final ListeningSocket socket;

    /** {@code null} if there is none, as the next one. */
    private ListeningSocket webSocket;

    /** {@code null} without tenants. */
    private Map<String, ListeningSocket> tenantSockets;

    private WebServer web;

    /** {@code null} before it is made. */
    private WorkDirectory work;

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
        host.started.push(socket);
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
        ServerConfig server = config.server();
        Optional<HttpConfig> http = config.deployment().http();
        // Early, so that an address in use is noticed before anything is served.
        webSocket = http.isPresent() ? opened(WebView.bind(http.get())) : null;
        tenantSockets = config.tenants().isEmpty() ? null : TenantSockets.bind(config.tenants(), started::push);
        work = opened(WorkDirectory.createIn(temporary));
        CallExecutor callExecutor = opened(new CallExecutor(server.callThreads(), CurrentCall::overtime));
        Router router = Router.of(config, callExecutor, callExecutor::allow, webSocket != null);
        CodeDirectories directories = CodeDirectories.of(config, router);
        marks.use(directories);
        if (tenantSockets != null) {
            router.countThreads(new TenantThreads(config, directories));
        }
        watch = new CodeWatch(directories, work.path(), work::isThere);
        FrameworkBoot boot = FrameworkBoot.begin(work, watch, config);
        // gRPC starts beside the framework, which takes longer.
        GrpcServer grpc;
        try {
            grpc = opened(new GrpcServer(socket, server));
        } finally {
            // Closed before gRPC, whose timers it uses.
            opened(boot);
        }
        front = grpc;
        EventLoops loops = grpc.eventLoops();
        callExecutor.use(loops);
        log.use(loops);
        Invoker invoker = new Invoker(
                router, loops, server, log::finishLines, config.limits().eventLoopCalls());
        grpc.start(invoker, router, server, config.limits(), tenantSockets);
        felix = boot.await();
        Housekeeping housekeeping = opened(new Housekeeping(work));
        FunctionThreads functionThreads = new FunctionThreads(
                () -> {
                    callExecutor.renew();
                    loops.renew();
                },
                loops.started());
        List<Runnable> chores = grpc.tls() == null ? List.of(housekeeping) : List.of(housekeeping, grpc.tls());
        opened(watch).begin(felix, loops, config, functionThreads, chores);
        if (LaunchProfile.CURRENT.wantsArchive()) {
            opened(ArchiveCreation.begin());
        }
        if (LaunchProfile.CURRENT.recordsArchive()) {
            ArchiveTraining.run();
        }

        String address = new ListenAddress(config.server().address().host(), socket.port()).toString();
        reload =
                new ConfigReload(new ConfigReload.Parts(router, invoker, callExecutor, grpc.tls(), watch, log), config);
        operated = new ControlView(config.name(), address, router, directories, log, reload, grpc.probes(), this, null);
        OperatorSocket.open(config.deployment().control(), work, housekeeping, loops, operated, started::push);
        OperatorSocket.openForTenants(config, housekeeping, grpc, operated, started::push);
        web = webSocket == null ? null : opened(WebView.open(webSocket, config, grpc, invoker, operated));
        started.push(() -> drain(grpc, router, invoker));
        if (web != null) {
            started.push(web::reject);
        }
        ListeningSocket.closeUnused();
        if (!socket.accepts()) {
            Standby.begin(get(), loops);
        }
    }

    private <T extends AutoCloseable> T opened(T resource) {
        started.push(resource);
        return resource;
    }

    private static void drain(GrpcServer grpc, Router router, Invoker invoker) throws InterruptedException {
        Duration timeout = invoker.timeout();
        Duration patience = timeout.compareTo(LONGEST_DRAIN) < 0 ? timeout : LONGEST_DRAIN;
        grpc.reject();
        router.dismissAll();
        if (!invoker.awaitIdle(patience)) {
            LOG.warning("calls still run after " + patience.toMillis() + " ms, and are given up: "
                    + router.unansweredInWords());
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
        return new UpgradeParts(front, socket, tenantSockets, web, webSocket, operated.router(), work.path());
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
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception | Error late) {
                // The other parts must be closed, too.
                LOG.log(Level.WARNING, "a part of the runtime did not close cleanly", late);
            }
        }
    }
}
