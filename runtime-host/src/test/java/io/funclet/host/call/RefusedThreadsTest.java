package io.funclet.host.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Workers for which the system has no thread: a container is limited to a number of them. */
class RefusedThreadsTest {

    @Test
    void threadsThatTheSystemRefuses_leaveTheWorkToTheOthers() throws Exception {
        AtomicInteger made = new AtomicInteger();
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(2);
        Workers workers = new Workers(3, worker -> {
            if (made.incrementAndGet() > 1) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return new Thread(worker);
        });
        try (workers) {
            workers.execute(() -> Calls.hold(running, gate));
            Calls.await(running);
            workers.execute(done::countDown);
            workers.execute(done::countDown);
            assertEquals(2, done.getCount());
            gate.countDown();
            Calls.await(done);
        }
        assertTrue(made.get() > 1);
    }

    @Test
    void firstThreadThatTheSystemRefuses_isToldToWhoeverCame_andTheTaskNeverRuns() throws Exception {
        AtomicBoolean refuse = new AtomicBoolean(true);
        CountDownLatch second = new CountDownLatch(1);
        AtomicInteger first = new AtomicInteger();
        Workers workers = new Workers(1, worker -> {
            if (refuse.get()) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return new Thread(worker);
        });
        try (workers) {
            assertThrows(OutOfMemoryError.class, () -> workers.execute(first::incrementAndGet));
            refuse.set(false);
            workers.execute(second::countDown);
            Calls.await(second);
        }
        assertEquals(0, first.get());
    }

    @Test
    void firstThreadThatTheSystemRefusesForAMoment_isWaitedFor() throws Exception {
        AtomicInteger refusals = new AtomicInteger(3);
        CountDownLatch done = new CountDownLatch(1);
        Workers workers = new Workers(1, worker -> {
            if (refusals.getAndDecrement() > 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return new Thread(worker);
        });
        try (workers) {
            workers.execute(done::countDown);
            Calls.await(done);
        }
    }
}
