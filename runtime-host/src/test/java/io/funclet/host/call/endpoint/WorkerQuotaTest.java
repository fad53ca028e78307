package io.funclet.host.call.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.call.Calls;
import io.funclet.host.call.model.EffectiveLimits;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The workers beside the parts of the functions: who gets them, and who is told of them. */
class WorkerQuotaTest {

    private final ConcurrentLinkedQueue<Runnable> called = new ConcurrentLinkedQueue<>();
    private final WorkerQuota quota = new WorkerQuota(4, called::add, null);
    private final Bulkhead one = function();
    private final Bulkhead other = function();

    private Bulkhead function() {
        Bulkhead bulkhead = new Bulkhead(quota, new EffectiveLimits(Duration.ofSeconds(1), 4, 10), () -> {});
        quota.join(bulkhead);
        return bulkhead;
    }

    @Test
    void workers_areLentOnce_andAgainWhenTheyComeBack() {
        assertTrue(quota.lend());
        assertTrue(quota.lend());
        assertFalse(quota.lend());

        quota.giveBack();

        assertTrue(quota.lend());
        assertFalse(quota.lendOrAsk(one));
    }

    @Test
    void functionsThatAsk_areCalledInTheirOrder_oneForEachWorker_whileThereIsOne() {
        assertTrue(quota.lend() && quota.lend());
        assertFalse(quota.lendOrAsk(one));
        assertFalse(quota.lendOrAsk(other));
        assertTrue(quota.isAskedForBeside(one));
        quota.callNext();
        assertEquals(List.of(), List.copyOf(called));

        quota.giveBack();

        assertEquals(List.of(one.caller()), List.copyOf(called));
        assertFalse(quota.isAskedForBeside(other));
        quota.giveBack();
        assertEquals(List.of(one.caller(), other.caller()), List.copyOf(called));
        quota.callNext();
        assertEquals(2, called.size());
    }

    @Test
    void functionThatWaits_isCalled_whenTheWorkersBecomeMore() {
        other.setWaiting(true);

        quota.resize(8, null);

        assertEquals(List.of(other.caller()), List.copyOf(called));
        assertEquals(4, other.capacity());
    }

    /** In each round the one worker comes back at the moment in which a function finds none, and asks. */
    @Test
    void workerThatComesBackWhileAFunctionAsks_isNotLeftIdle() throws Exception {
        int rounds = 20_000;
        assertTrue(quota.lend() && quota.lend());
        AtomicInteger ready = new AtomicInteger();
        AtomicInteger idle = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<?> giving = thread.submit(() -> {
                begun.countDown();
                for (int round = 1; round <= rounds; round++) {
                    meet(ready, 4 * round - 2);
                    quota.giveBack();
                    meet(ready, 4 * round);
                }
            });
            Calls.await(begun);
            for (int round = 1; round <= rounds; round++) {
                meet(ready, 4 * round - 2);
                boolean lent = quota.lendOrAsk(one);
                meet(ready, 4 * round);
                if (!lent && called.isEmpty()) {
                    idle.incrementAndGet();
                }
                if (!lent) {
                    assertTrue(quota.lend());
                }
                // Nothing of this round is left for the next: neither a request, nor a worker.
                quota.giveBack();
                assertTrue(quota.lend());
                called.clear();
            }
            giving.get(Calls.PATIENCE_SECONDS, TimeUnit.SECONDS);
        } finally {
            thread.shutdownNow();
        }
        assertEquals(0, idle.get());
    }

    /** Both threads pass together. */
    private static void meet(AtomicInteger ready, int passed) {
        ready.incrementAndGet();
        while (ready.get() < passed) {
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("the other thread has failed");
            }
            Thread.yield();
        }
    }
}
