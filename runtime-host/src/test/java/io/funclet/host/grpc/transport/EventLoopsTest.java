package io.funclet.host.grpc.transport;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import io.grpc.netty.shaded.io.netty.channel.IoHandle;
import io.grpc.netty.shaded.io.netty.channel.IoHandler;
import io.grpc.netty.shaded.io.netty.channel.IoHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.IoRegistration;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventLoopsTest {

    private static final long PATIENCE_SECONDS = 20;

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
