package io.funclet.host.deploy.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PeriodicTasksTest {

    private static final Duration INTERVAL = Duration.ofMillis(5);

    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1);
    private final AtomicBoolean over = new AtomicBoolean();

    @AfterEach
    void stop() {
        timers.shutdownNow();
    }

    @Test
    void lookThatHangs_isNotBegunAgain_andHoldsUpNoOther() throws Exception {
        AtomicInteger hanging = new AtomicInteger();
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch others = new CountDownLatch(10);
        CountDownLatch again = new CountDownLatch(2);
        begin(
                () -> {
                    hanging.incrementAndGet();
                    again.countDown();
                    await(gate);
                },
                others::countDown);

        await(others);
        assertEquals(1, hanging.get());
        gate.countDown();
        await(again);
    }

    @Test
    void lookThatFails_failsAlone_andIsRepeated() throws Exception {
        CountDownLatch failing = new CountDownLatch(2);
        CountDownLatch others = new CountDownLatch(2);
        begin(
                () -> {
                    failing.countDown();
                    throw new IllegalStateException("a look that a test lets fail");
                },
                others::countDown);

        await(failing);
        await(others);
    }

    @Test
    void looks_leaveNoThreadBehind_andNeverRunOnTheTimers() throws Exception {
        AtomicReference<Thread> first = new AtomicReference<>();
        CountDownLatch second = new CountDownLatch(2);
        begin(() -> {
            first.compareAndSet(null, Thread.currentThread());
            second.countDown();
        });

        await(second);
        assertEquals("rounds", first.get().getName());
        assertTrue(first.get().isDaemon());
        first.get().join(Duration.ofSeconds(20).toMillis());
        assertFalse(first.get().isAlive());
    }

    @Test
    void roundsThatAreOver_endWithoutAFurtherOne() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        over.set(true);
        begin(looks::incrementAndGet);

        // What asks whether they are over plans the next round, if there is one, before it ends.
        while (!timers.getQueue().isEmpty() || timers.getActiveCount() > 0) {
            Thread.onSpinWait();
        }
        assertEquals(0, looks.get());
    }

    @Test
    void lookThatFails_isSaid_unlessTheRoundsAreOver() throws Exception {
        Logger logger = Logger.getLogger(PeriodicTasks.class.getName());
        BlockingQueue<String> said = new LinkedBlockingQueue<>();
        Handler handler = new StreamHandler() {
            @Override
            public synchronized void publish(LogRecord event) {
                said.add(event.getMessage());
            }
        };
        logger.addHandler(handler);
        CountDownLatch atTheStop = new CountDownLatch(1);
        AtomicReference<Thread> last = new AtomicReference<>();
        // One round: another that began before the end of the first would log its failure once more.
        Iterator<Duration> intervals = List.of(INTERVAL, Duration.ofHours(1)).iterator();
        try {
            beginEvery(
                    intervals::next,
                    () -> {
                        throw new IllegalStateException("first");
                    },
                    () -> {
                        over.set(true);
                        last.set(Thread.currentThread());
                        atTheStop.countDown();
                        throw new IllegalStateException("second");
                    });
            await(atTheStop);
            last.get().join(Duration.ofSeconds(20).toMillis());
            assertEquals("rounds failed: java.lang.IllegalStateException: first", said.poll());
            assertNull(said.poll());
        } finally {
            logger.removeHandler(handler);
        }
    }

    private void begin(Runnable... looks) {
        beginEvery(() -> INTERVAL, looks);
    }

    private void beginEvery(Supplier<Duration> interval, Runnable... looks) {
        new PeriodicTasks("rounds", timers, interval, over::get, List.of(looks)).begin();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
