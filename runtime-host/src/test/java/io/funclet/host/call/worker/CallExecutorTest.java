package io.funclet.host.call.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.call.Calls;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CallExecutorTest {

    @Test
    void pool_growsBeforeItQueues() throws Exception {
        int max = 3 * Runtime.getRuntime().availableProcessors();
        CountDownLatch running = new CountDownLatch(max);
        CountDownLatch gate = new CountDownLatch(1);
        try (CallExecutor callExecutor = new CallExecutor(max, () -> 0)) {
            for (int i = 0; i < max; i++) {
                callExecutor.execute(() -> Calls.hold(running, gate));
            }
            Calls.await(running);
            gate.countDown();
        }
    }

    @Test
    void tasksOfManyThreads_allRun_thoughEachWakesAtMostOneWorker() throws Exception {
        int producers = 4;
        int each = 5_000;
        CountDownLatch done = new CountDownLatch(producers * each);
        try (CallExecutor callExecutor = new CallExecutor(3, () -> 0)) {
            for (int i = 0; i < producers; i++) {
                new Thread(() -> {
                            for (int task = 0; task < each; task++) {
                                callExecutor.execute(done::countDown);
                                if (task % 1_000 == 0) {
                                    callExecutor.renew();
                                }
                            }
                        })
                        .start();
            }
            Calls.await(done);
        }
    }

    @Test
    void moreTasksThanThreads_queueAndAllRunAndNeverMoreAtOnce() throws Exception {
        int max = 3;
        int tasks = 200;
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        CountDownLatch full = new CountDownLatch(max);
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(tasks);
        try (CallExecutor callExecutor = new CallExecutor(max, () -> 0)) {
            for (int i = 0; i < tasks; i++) {
                callExecutor.execute(() -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    threads.add(Thread.currentThread());
                    Calls.hold(full, gate);
                    now.decrementAndGet();
                    done.countDown();
                });
            }
            Calls.await(full);
            gate.countDown();
            Calls.await(done);
        }
        assertEquals(max, most.get());
        assertEquals(max, threads.size());
    }

    @Test
    void pool_isAllowedMore_forTasksThatWaitAlready() throws Exception {
        int max = 5;
        CountDownLatch running = new CountDownLatch(max);
        CountDownLatch gate = new CountDownLatch(1);
        try (CallExecutor callExecutor = new CallExecutor(1, () -> 0)) {
            for (int i = 0; i < max; i++) {
                callExecutor.execute(() -> Calls.hold(running, gate));
            }

            callExecutor.allow(max);

            Calls.await(running);
            gate.countDown();
        }
    }

    @Test
    void failingTask_doesNotCostAThread() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, expected) -> {});
        try (CallExecutor callExecutor = new CallExecutor(1, () -> 0)) {
            callExecutor.execute(() -> {
                throw new IllegalStateException("a defect of the runtime");
            });
            callExecutor.execute(done::countDown);
            Calls.await(done);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    @Test
    void idleThreads_goAway() throws Exception {
        CountDownLatch ran = new CountDownLatch(1);
        Thread[] worker = new Thread[1];
        try (CallExecutor callExecutor = new CallExecutor(2, () -> 0)) {
            callExecutor.execute(() -> {
                worker[0] = Thread.currentThread();
                ran.countDown();
            });
            Calls.await(ran);
            assertTrue(worker[0].isDaemon());
            worker[0].join(TimeUnit.SECONDS.toMillis(Calls.PATIENCE_SECONDS));
            assertFalse(worker[0].isAlive());
        }
    }

    @Test
    void renewedPool_runsWhatTheOldOneHasTakenAndLeavesItsThreadsBehind() throws Exception {
        ThreadLocal<String> left = new ThreadLocal<>();
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch queued = new CountDownLatch(1);
        CompletableFuture<Thread> old = new CompletableFuture<>();
        CompletableFuture<String> found = new CompletableFuture<>();
        try (CallExecutor callExecutor = new CallExecutor(1, () -> 0)) {
            callExecutor.execute(() -> {
                left.set("by a function");
                old.complete(Thread.currentThread());
                Calls.hold(running, gate);
            });
            callExecutor.execute(queued::countDown);
            Calls.await(running);

            callExecutor.renew();
            callExecutor.execute(() -> found.complete("found: " + left.get()));

            assertEquals("found: null", found.get(Calls.PATIENCE_SECONDS, TimeUnit.SECONDS));
            gate.countDown();
            Calls.await(queued);
            old.get().join(TimeUnit.SECONDS.toMillis(Calls.PATIENCE_SECONDS));
            assertFalse(old.get().isAlive());
        }
    }

    @Test
    void closing_interruptsWhatRunsAndStartsNothingMore() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicInteger started = new AtomicInteger();
        CallExecutor callExecutor = new CallExecutor(1, () -> 0);
        callExecutor.execute(() -> {
            running.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException expected) {
                interrupted.countDown();
            }
        });
        callExecutor.execute(started::incrementAndGet);
        Calls.await(running);

        callExecutor.close();
        callExecutor.execute(started::incrementAndGet);

        Calls.await(interrupted);
        assertEquals(0, started.get());
    }
}
