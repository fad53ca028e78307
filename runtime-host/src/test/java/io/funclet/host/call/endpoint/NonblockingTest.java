package io.funclet.host.call.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.api.FunctionHandler;
import io.funclet.host.call.Calls;
import io.funclet.host.call.Calls.Outcome;
import io.funclet.host.call.InvokedCalls;
import io.funclet.host.call.Invoker;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.permit.EventLoopPermit;
import io.funclet.host.call.permit.EventLoopUse;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.RequestedLimits;
import io.funclet.host.config.ServerConfig;
import io.funclet.host.grpc.transport.EventLoops;
import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Functions that say that they never block, on an event loop. */
class NonblockingTest extends InvokedCalls {

    private final EventLoops loops = new EventLoops(1, NioIoHandler.newFactory());
    private final EventLoop eventLoop = loops.next();
    private final AtomicReference<Thread> ranOn = new AtomicReference<>();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final BlockingQueue<String> warnings = new LinkedBlockingQueue<>();
    private final Handler log = new Handler() {
        @Override
        public void publish(LogRecord line) {
            warnings.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private Thread loopThread;
    private FunctionVersion version;

    @BeforeEach
    void listen() throws Exception {
        LOG.setLevel(Level.WARNING);
        LOG.setUseParentHandlers(false);
        LOG.addHandler(log);
        loopThread = eventLoop.submit(Thread::currentThread).get();
    }

    @AfterEach
    void stop() {
        gate.countDown();
        loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        LOG.removeHandler(log);
        LOG.setUseParentHandlers(true);
    }

    private void serveNonblocking(FunctionHandler handler) {
        version = new FunctionVersion(
                (event, context) -> {
                    ranOn.set(Thread.currentThread());
                    return handler.handle(event, context);
                },
                null,
                "1.0.0",
                EventLoopUse.PROMISED,
                RequestedLimits.NONE);
        endpoint.publish(version);
    }

    private Future<Invocation> call(Invoker invoker) {
        return eventLoop.submit(() -> invoker.invoke(Calls.to("f"), UNSAID, response));
    }

    /** Calls until the promise is believed: a slow machine may make the first calls slow. */
    private void earnThePass(Invoker invoker) throws Exception {
        for (int i = 0; ranOn.get() != loopThread && i < EventLoopPermit.SLOW_TRIALS; i++) {
            call(invoker).get();
            assertNull(response.next().failure());
            // Not before the worker has noted how long the call took.
            callExecutor.execute(entered::countDown);
            Calls.await(entered);
        }
        assertSame(loopThread, ranOn.get());
    }

    @Test
    void nonblockingFunction_runsOnTheEventLoop_onceACallOnAWorkerWasShort() throws Exception {
        serveNonblocking((event, context) -> event);
        Invoker invoker = invoker(LONG);

        call(invoker).get();
        assertEquals(new Outcome(null, "event"), response.next());
        Thread first = ranOn.get();
        earnThePass(invoker);

        assertTrue(first != loopThread);
        assertTrue(warnings.isEmpty());
        assertTrue(timers.getQueue().isEmpty());
    }

    @Test
    void callOnTheEventLoop_leavesNothingBehindThere() throws Exception {
        ClassLoader bundle = new ClassLoader() {};
        CompletableFuture<ClassLoader> seen = new CompletableFuture<>();
        FunctionVersion other = new FunctionVersion(
                (event, context) -> {
                    if (Thread.currentThread() == loopThread) {
                        seen.complete(Thread.currentThread().getContextClassLoader());
                        Thread.currentThread().interrupt();
                    }
                    return event;
                },
                bundle,
                "1.0.0",
                EventLoopUse.PROMISED,
                RequestedLimits.NONE);
        other.permit().tried(other.permit().trial(), 0);
        endpoint.publish(other);

        Invocation invocation = call(invoker(LONG)).get();

        assertSame(bundle, seen.get(Calls.PATIENCE_SECONDS, TimeUnit.SECONDS));
        eventLoop
                .submit(() -> {
                    assertNull(CurrentCall.get());
                    assertFalse(Thread.currentThread().isInterrupted());
                    assertFalse(Thread.currentThread().getContextClassLoader() == bundle);
                })
                .get();
        assertSame(invocation, afterFunction.get());
        assertTrue(other.retire().isDone());
    }

    @Test
    void functionThatKeepsTheEventLoop_isNamedOnce_andRunsOnWorkersFromThenOn() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        serveNonblocking((event, context) -> {
            if (Thread.currentThread() == loopThread) {
                held.countDown();
                gate.await();
            }
            return event;
        });
        Invoker invoker = invoker(LONG);
        version.permit().tried(version.permit().trial(), 0);
        Future<Invocation> holding = call(invoker);
        Calls.await(held);

        String line = warnings.poll(Calls.PATIENCE_SECONDS, TimeUnit.SECONDS);
        gate.countDown();
        holding.get();
        assertEquals(new Outcome(null, "event"), response.next());
        call(invoker).get();
        assertEquals(new Outcome(null, "event"), response.next());

        assertNotNull(line, "nothing in the log");
        assertTrue(line.startsWith("function f 1.0.0 says that it never blocks"), line);
        assertTrue(ranOn.get() != loopThread);
        assertTrue(warnings.isEmpty(), warnings::toString);
    }

    @Test
    void callThatKeepsTheEventLoop_isInterruptedWhenItsTimeIsOver_thoughItsTimerIsStuck() throws Exception {
        serveNonblocking((event, context) -> {
            gate.await();
            return event;
        });
        version.permit().tried(version.permit().trial(), 0);

        call(invoker(Duration.ofMillis(10))).get(Calls.PATIENCE_SECONDS, TimeUnit.SECONDS);

        assertEquals(CallFailure.DEADLINE_EXCEEDED, response.next().failure());
        assertTrue(response.isEmpty());
    }

    @Test
    void versionThatIsReplaced_endsItsCallOnTheEventLoop_likeAnyOther() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        serveNonblocking((event, context) -> {
            held.countDown();
            gate.await();
            return event;
        });
        version.permit().tried(version.permit().trial(), 0);
        Future<Invocation> holding = call(invoker(LONG));
        Calls.await(held);
        CompletableFuture<Void> drained = version.retire();

        assertEquals(1, CurrentCall.evict(version));

        holding.get(Calls.PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertEquals(CallFailure.UNAVAILABLE, response.next().failure());
        drained.get(Calls.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void singleWorker_runsNonblockingFunctionsToo() throws Exception {
        serveNonblocking((event, context) -> event);
        version.permit().tried(version.permit().trial(), 0);
        ServerConfig config = new ServerConfig(
                new ListenAddress("127.0.0.1", 0),
                LONG,
                1024,
                OptionalInt.of(1),
                OptionalInt.empty(),
                Optional.empty());

        call(new Invoker(router, timers, config, () -> {}, false)).get();

        assertEquals(new Outcome(null, "event"), response.next());
        assertTrue(ranOn.get() != loopThread);
    }
}
