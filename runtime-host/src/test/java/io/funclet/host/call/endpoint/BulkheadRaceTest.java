package io.funclet.host.call.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.call.Calls;
import io.funclet.host.call.model.EffectiveLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;

class BulkheadRaceTest {

    private static Bulkhead places(WorkerQuota budget, int concurrency, int queue) {
        Bulkhead bulkhead =
                new Bulkhead(budget, new EffectiveLimits(Duration.ofSeconds(1), concurrency, queue), () -> {});
        budget.join(bulkhead);
        return bulkhead;
    }

    @RepeatedTest(5)
    void callsOfManyThreads_neverRunMoreThanMay_andAllLeave() throws Exception {
        WorkerQuota budget = new WorkerQuota(4, Runnable::run, null);
        List<Bulkhead> functions = List.of(places(budget, 2, 4), places(budget, 4, 4), places(budget, 4, 4));
        AtomicInteger running = new AtomicInteger();
        AtomicInteger trespassers = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int t = 0; t < 6; t++) {
                Bulkhead bulkhead = functions.get(t % 3);
                int most = bulkhead.limits().concurrency();
                done.add(threads.submit(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        if (!bulkhead.enter()) {
                            continue;
                        }
                        if (!bulkhead.start()) {
                            bulkhead.exit();
                            continue;
                        }
                        if (running.incrementAndGet() > 4 || bulkhead.running() > most) {
                            trespassers.incrementAndGet();
                        }
                        running.decrementAndGet();
                        bulkhead.leave();
                    }
                }));
            }
            for (Future<?> each : done) {
                each.get(Calls.PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(0, trespassers.get());
        functions.forEach(bulkhead -> assertEquals(0, bulkhead.inside() + bulkhead.running()));
        Bulkhead last = functions.get(1);
        assertTrue(last.enter() && last.start() && last.enter() && last.start(), "a worker was not given back");
    }
}
