package io.funclet.host.call;

import io.funclet.api.FunctionHandler;
import io.funclet.host.call.endpoint.CurrentCall;
import io.funclet.host.call.endpoint.FunctionVersion;
import io.funclet.host.call.stat.FunctionStatus;
import io.funclet.host.call.worker.CallExecutor;
import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.RequestedLimits;
import io.funclet.host.config.ServerConfig;
import io.funclet.host.config.policy.RefusalPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;

/** Several functions with limits of their own behind one invoker. */
public abstract class LimitedCalls {

    public static final Duration LONG = Duration.ofSeconds(Calls.PATIENCE_SECONDS);

    static final long UNSAID = Long.MAX_VALUE;

    public final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1);
    public final CountDownLatch gate = new CountDownLatch(1);
    private final List<FunctionConfig> functions = new ArrayList<>();
    public CallExecutor callExecutor;
    public Router router;
    public Invoker invoker;

    @AfterEach
    void close() {
        gate.countDown();
        callExecutor.close();
        timers.shutdownNow();
    }

    public static RequestedLimits limits(Duration timeout, int concurrency, int queue) {
        return new RequestedLimits(
                Optional.ofNullable(timeout),
                concurrency == 0 ? OptionalInt.empty() : OptionalInt.of(concurrency),
                queue == 0 ? OptionalInt.empty() : OptionalInt.of(queue));
    }

    /** A function with what its operator says; 0 and {@code null} for nothing. */
    public void configure(String name, Duration timeout, int concurrency, int queue) {
        functions.add(new FunctionConfig(
                name, name, Path.of("code"), Map.of(), limits(timeout, concurrency, queue), RefusalPolicy.FAIL));
    }

    void serve(int maxWorkers) {
        serve(new CallExecutor(maxWorkers, CurrentCall::overtime), OptionalInt.of(maxWorkers));
    }

    /** By workers that are shared out among so many functions as there are. */
    public void serve(CallExecutor all) {
        serve(all, OptionalInt.empty());
    }

    private void serve(CallExecutor all, OptionalInt maxWorkers) {
        ServerConfig server = new ServerConfig(
                new ListenAddress("", 0), LONG, 1 << 20, maxWorkers, OptionalInt.empty(), Optional.empty());
        callExecutor = all;
        router = new Router(
                functions, functions.isEmpty(), RefusalPolicy.FAIL, callExecutor, callExecutor::allow, server, false);
        invoker = new Invoker(router, timers, server, () -> {}, false);
    }

    public FunctionVersion publish(String name, FunctionHandler handler) {
        FunctionVersion version = Calls.version(handler);
        router.endpoint(name).publish(version);
        return version;
    }

    /** A function that waits at the gate, and tells each time that it has come there. */
    FunctionHandler gated(CountDownLatch entered) {
        return (event, context) -> {
            entered.countDown();
            gate.await();
            return event;
        };
    }

    public Calls.Outcomes call(String name) {
        return call(name, UNSAID);
    }

    public Calls.Outcomes call(String name, long callerNanos) {
        Calls.Outcomes response = new Calls.Outcomes();
        invoker.invoke(Calls.to(name), callerNanos, response);
        return response;
    }

    public FunctionStatus status(String name) {
        return router.status().stream()
                .filter(status -> status.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
