package io.funclet.host.grpc.transport;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.call.worker.CallLoop;
import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import io.grpc.netty.shaded.io.netty.channel.IoHandle;
import io.grpc.netty.shaded.io.netty.channel.IoHandler;
import io.grpc.netty.shaded.io.netty.channel.IoHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.IoRegistration;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventLoopsTest {

    private static final long PATIENCE_SECONDS = 20;
    private static final int MOST_LOOKS = 1_000_000;

    @Test
    void loopThatEndsByAnError_isTold_withTheError() throws Exception {
        OutOfMemoryError error = new OutOfMemoryError("Java heap space");
        EventLoops loops = new EventLoops(1, context -> new Mortal(error));
        try {
            EventLoop loop = loops.next();
            loop.execute(() -> {});

            assertTrue(loop.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS));
            assertSame(error, loops.causeOfDeath());
            assertFalse(loops.allRun());
        } finally {
            loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        }
    }

    @Test
    void loopThatIsToldToEnd_hasNoCause() throws Exception {
        EventLoops loops = new EventLoops(2, NioIoHandler.newFactory());
        loops.next().submit(() -> {
            throw new IllegalStateException("of a task alone");
        });

        loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);

        assertTrue(loops.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertNull(loops.causeOfDeath());
    }

    @Test
    void loopWhoseCallBlocks_goesOnOnAnotherThread_untilTheCallEnds() throws Exception {
        EventLoops loops = new EventLoops(1, NioIoHandler.newFactory());
        try {
            EventLoop loop = loops.next();
            Thread first = loop.submit(Thread::currentThread).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            BlockedCall call = new BlockedCall();
            loop.execute(() -> call.begin(CallLoop.current()));
            assertTrue(call.entered.await(PATIENCE_SECONDS, TimeUnit.SECONDS));

            call.loop.replace(call);

            Thread second = loop.submit(Thread::currentThread).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertNotSame(first, second);
            call.gate.countDown();
            assertFalse(call.isLoopAfterwards.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            Thread next = second;
            for (int look = 0; next != first && look < MOST_LOOKS; look++) {
                next = loop.submit(Thread::currentThread).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
            assertSame(first, next);
        } finally {
            loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        }
        assertTrue(loops.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertNull(loops.causeOfDeath());
    }

    @Test
    void renewedLoop_hasNoThreadLocalsOfBefore() throws Exception {
        EventLoops loops = new EventLoops(1, NioIoHandler.newFactory());
        try {
            ThreadLocal<String> kept = new ThreadLocal<>();
            loops.next().submit(() -> kept.set("of a function")).get(PATIENCE_SECONDS, TimeUnit.SECONDS);

            loops.renew();

            assertNull(loops.next().submit(kept::get).get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } finally {
            loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        }
    }

    /** A call whose function waits at a gate. */
    private static final class BlockedCall implements CallLoop.Task {

        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch gate = new CountDownLatch(1);
        private final CompletableFuture<Boolean> isLoopAfterwards = new CompletableFuture<>();
        private volatile CallLoop loop;

        void begin(CallLoop current) {
            loop = current;
            current.add(this);
        }

        @Override
        public void run() {
            loop.beginFunction(this);
            entered.countDown();
            try {
                gate.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
            loop.endFunction(this);
            isLoopAfterwards.complete(CallLoop.current() != null);
        }

        @Override
        public void leave() {}
    }

    /** Looks for events once, and never again. */
    private record Mortal(Error error) implements IoHandler {

        @Override
        public int run(IoHandlerContext context) {
            throw error;
        }

        @Override
        public IoRegistration register(IoHandle handle) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void wakeup() {}

        @Override
        public boolean isCompatible(Class<? extends IoHandle> type) {
            return false;
        }
    }
}
