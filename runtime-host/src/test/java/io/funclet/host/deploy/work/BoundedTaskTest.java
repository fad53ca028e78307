package io.funclet.host.deploy.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.deploy.jar.RejectedException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BoundedTaskTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final DeployWorkers workers = new DeployWorkers();
    private final CountDownLatch leftBehind = new CountDownLatch(1);

    @Test
    void step_runsOnADaemonThreadOfTheGivenName() throws Exception {
        AtomicReference<Thread> thread = new AtomicReference<>();

        BoundedTask.run("start", "f", LONG, () -> thread.set(Thread.currentThread()), leftBehind::countDown, workers);

        assertEquals("start-f", thread.get().getName());
        assertTrue(thread.get().isDaemon());
        thread.get().join(LONG.toMillis());
        assertFalse(thread.get().isAlive());
        assertEquals(1, leftBehind.getCount(), "a step that ended in time is not left behind");
    }

    @Test
    void rejection_isPassedOnAsItIs() {
        RejectedException rejection = new RejectedException("no");

        assertSame(rejection, rejectionOf(() -> {
            throw rejection;
        }));
        assertEquals(1, leftBehind.getCount());
    }

    @Test
    void anythingElseThatIsThrown_isARejectionWithItsCause() {
        Error error = new NoClassDefFoundError("a/B");

        RejectedException rejected = rejectionOf(() -> {
            throw error;
        });

        assertEquals("does not start: java.lang.NoClassDefFoundError: a/B", rejected.getMessage());
        assertSame(error, rejected.getCause());
    }

    @Test
    void hangingStep_isInterruptedAndItsPlaceIsNamed() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);

        RejectedException rejected = assertThrows(
                RejectedException.class,
                () -> BoundedTask.run(
                        "stop",
                        "f",
                        Duration.ofMillis(50),
                        () -> {
                            try {
                                new CountDownLatch(1).await();
                            } catch (InterruptedException expected) {
                                interrupted.countDown();
                            }
                        },
                        leftBehind::countDown,
                        workers));

        assertTrue(rejected.getMessage().startsWith("did not stop within 0 s; it hangs at "), rejected.getMessage());
        assertTrue(interrupted.await(LONG.toSeconds(), TimeUnit.SECONDS));
        assertTrue(leftBehind.await(LONG.toSeconds(), TimeUnit.SECONDS), "nobody cleaned up after it");
    }

    @Test
    void stepThatIgnoresInterruption_isCleanedUpAfterOnlyWhenItEnds() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        assertThrows(
                RejectedException.class,
                () -> BoundedTask.run(
                        "start",
                        "f",
                        Duration.ofMillis(20),
                        () -> awaitStubbornly(gate),
                        leftBehind::countDown,
                        workers));
        assertEquals(1, leftBehind.getCount(), "cleaned up under a step that still runs");

        gate.countDown();

        assertTrue(leftBehind.await(LONG.toSeconds(), TimeUnit.SECONDS));
    }

    @Test
    void waiterThatIsInterrupted_isToldThatTheProcessStops() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        Thread.currentThread().interrupt();

        RejectedException rejected = rejectionOf(() -> awaitStubbornly(gate));

        assertEquals("the process is stopping", rejected.getMessage());
        gate.countDown();
        assertTrue(leftBehind.await(LONG.toSeconds(), TimeUnit.SECONDS));
    }

    private RejectedException rejectionOf(BoundedTask.Step step) {
        return assertThrows(
                RejectedException.class,
                () -> BoundedTask.run("start", "f", LONG, step, leftBehind::countDown, workers));
    }

    private static void awaitStubbornly(CountDownLatch gate) {
        boolean open = false;
        while (!open) {
            try {
                open = gate.await(LONG.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException ignored) {
                // As some activators do.
            }
        }
    }
}
