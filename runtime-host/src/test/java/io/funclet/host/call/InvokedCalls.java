package io.funclet.host.call;

import io.funclet.api.FunctionHandler;
import io.funclet.host.call.Calls.Outcomes;
import io.funclet.host.call.endpoint.CurrentCall;
import io.funclet.host.call.endpoint.FunctionEndpoint;
import io.funclet.host.call.endpoint.Invocation;
import io.funclet.host.call.worker.CallExecutor;
import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.RequestedLimits;
import io.funclet.host.config.ServerConfig;
import io.funclet.host.config.policy.RefusalPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One function behind an invoker, with one worker: what a call leaves behind on its thread meets the next one. */
public abstract class InvokedCalls {

    public static final Duration LONG = Duration.ofSeconds(Calls.PATIENCE_SECONDS);

    public static final long UNSAID = Long.MAX_VALUE;

    /** Held, because loggers are weakly held by their manager. */
    public static final Logger LOG = Logger.getLogger(Invocation.class.getName());

    public final CallExecutor callExecutor = new CallExecutor(1, CurrentCall::overtime);

    public final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1);

    public final Router router;

    public final FunctionEndpoint endpoint;

    public final Outcomes response = new Outcomes();

    public final AtomicReference<Invocation> afterFunction = new AtomicReference<>();

    public InvokedCalls() {
        this(RefusalPolicy.FAIL);
    }

    public InvokedCalls(RefusalPolicy refusalPolicy) {
        FunctionConfig config = new FunctionConfig(
                "f", "handler", Path.of("/code"), Map.of("KEY", "value"), RequestedLimits.NONE, refusalPolicy);
        router = Routers.of(List.of(config), callExecutor);
        endpoint = router.endpoint("f");
    }

    @BeforeEach
    void silenceExpectedFailures() {
        timers.setRemoveOnCancelPolicy(true);
        LOG.setLevel(Level.OFF);
    }

    @AfterEach
    void close() {
        LOG.setLevel(null);
        callExecutor.close();
        timers.shutdownNow();
    }

    public void serve(FunctionHandler handler) {
        endpoint.publish(Calls.version(handler));
    }

    public Invoker invoker(Duration timeout) {
        return invoker(timeout, OptionalInt.empty());
    }

    public Invoker invoker(Duration timeout, OptionalInt maxConcurrent) {
        ServerConfig config = new ServerConfig(
                new ListenAddress("127.0.0.1", 0), timeout, 1024, OptionalInt.empty(), maxConcurrent, Optional.empty());
        return new Invoker(router, timers, config, () -> afterFunction.set(CurrentCall.get()), true);
    }
}
