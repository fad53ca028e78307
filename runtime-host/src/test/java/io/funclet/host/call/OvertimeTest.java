package io.funclet.host.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.api.FunctionHandler;
import io.funclet.host.call.endpoint.CurrentCall;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.worker.CallExecutor;
import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.FunctionConfigs;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.ServerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Functions that ignore interruption: they keep their own thread, and no other. */
class OvertimeTest {

    private static final Duration LONG = Duration.ofSeconds(Calls.PATIENCE_SECONDS);
    private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final CountDownLatch gate = new CountDownLatch(1);
    private final CountDownLatch entered = new CountDownLatch(2);
    private final CallExecutor callExecutor = new CallExecutor(2, CurrentCall::overtime);
    private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(1);
    private Invoker invoker;

    @BeforeEach
    void serve() {
        Router router = Routers.of(List.of(config("hog"), config("echo")), callExecutor);
        FunctionHandler hog = (event, context) -> {
            entered.countDown();
            while (gate.getCount() > 0) {
                try {
                    gate.await();
                } catch (InterruptedException ignored) {
                    // As some functions do.
                }
            }
            return event;
        };
        router.endpoint("hog").publish(Calls.version(hog));
        router.endpoint("echo").publish(Calls.version((event, context) -> event));
        ServerConfig server = new ServerConfig(
                new ListenAddress("", 0), LONG, 1 << 20, OptionalInt.empty(), OptionalInt.empty(), Optional.empty());
        invoker = new Invoker(router, timers, server, () -> {}, false);
    }

    @AfterEach
    void stop() {
        gate.countDown();
        callExecutor.close();
        timers.shutdownNow();
    }

    @Test
    void functionThatIgnoresInterruption_onEveryWorker_doesNotKeepOthersFromRunning() throws Exception {
        Calls.Outcomes hogged = new Calls.Outcomes();
        invoker.invoke(Calls.to("hog"), SHORT_NANOS, hogged);
        invoker.invoke(Calls.to("hog"), SHORT_NANOS, hogged);
        assertEquals(CallFailure.DEADLINE_EXCEEDED, hogged.next().failure());
        assertEquals(CallFailure.DEADLINE_EXCEEDED, hogged.next().failure());

        Calls.Outcomes response = new Calls.Outcomes();
        invoker.invoke(Calls.to("echo"), LONG.toNanos(), response);

        assertEquals("event", response.next().text());
    }

    @Test
    void callThatWaitsAlready_runsOnceTheWorkersAreFoundLost() throws Exception {
        Calls.Outcomes hogged = new Calls.Outcomes();
        Calls.Outcomes response = new Calls.Outcomes();
        long soon = TimeUnit.SECONDS.toNanos(1);
        invoker.invoke(Calls.to("hog"), soon, hogged);
        invoker.invoke(Calls.to("hog"), soon, hogged);
        Calls.await(entered);

        invoker.invoke(Calls.to("echo"), LONG.toNanos(), response);

        assertEquals(CallFailure.DEADLINE_EXCEEDED, hogged.next().failure());
        assertEquals("event", response.next().text());
    }

    private static FunctionConfig config(String name) {
        return FunctionConfigs.of(name, name, Path.of("code"), Map.of());
    }
}
