package io.funclet.host.call.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.call.Calls;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class FunctionVersionTest {

    private final FunctionVersion version = Calls.version((event, context) -> event);

    @Test
    void idleVersion_isDrainedAsSoonAsItIsRetired() {
        assertTrue(version.retire().isDone());
        assertNull(version.enter());
    }

    @Test
    void retiredVersion_isDrainedExactlyWhenItsLastCallLeaves() {
        assertNotNull(version.enter());
        assertNotNull(version.enter());
        CompletableFuture<Void> drained = version.retire();

        assertEquals(2, version.running());
        version.leave();
        assertFalse(drained.isDone());
        version.leave();
        assertTrue(drained.isDone());
        assertEquals(0, version.running());
    }

    @Test
    void retiringAgain_changesNothing() {
        version.enter();
        CompletableFuture<Void> drained = version.retire();

        assertSame(drained, version.retire());
        assertFalse(drained.isDone());
        version.leave();
        assertTrue(version.retire().isDone());
    }

    @Test
    void servingVersion_isNotDrainedWhenItBecomesIdle() {
        version.enter();
        version.leave();

        assertNotNull(version.enter());
        assertEquals(1, version.running());
    }

    @RepeatedTest(20)
    void retirementUnderLoad_leavesNobodyInsideADrainedVersion() throws Exception {
        int threads = 4;
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger trespassers = new AtomicInteger();
        CountDownLatch entered = new CountDownLatch(1000);
        ExecutorService callers = Executors.newFixedThreadPool(threads);
        List<Future<?>> done = new ArrayList<>();
        try {
            CompletableFuture<Integer> leftInside = new CompletableFuture<>();
            for (int i = 0; i < threads; i++) {
                done.add(callers.submit(() -> {
                    while (version.enter() != null) {
                        inside.incrementAndGet();
                        entered.countDown();
                        if (leftInside.isDone()) {
                            trespassers.incrementAndGet();
                        }
                        inside.decrementAndGet();
                        version.leave();
                    }
                }));
            }
            Calls.await(entered);
            version.retire().thenRun(() -> leftInside.complete(inside.get()));
            for (Future<?> caller : done) {
                caller.get(Calls.PATIENCE_SECONDS, TimeUnit.SECONDS);
            }

            assertEquals(0, leftInside.get(Calls.PATIENCE_SECONDS, TimeUnit.SECONDS));
            assertEquals(0, trespassers.get());
        } finally {
            callers.shutdownNow();
        }
    }
}
