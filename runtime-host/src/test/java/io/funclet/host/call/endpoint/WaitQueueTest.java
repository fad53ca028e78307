package io.funclet.host.call.endpoint;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.call.Calls;
import io.funclet.host.call.Routers;
import io.funclet.host.call.model.EffectiveLimits;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WaitQueueTest {

    private final FunctionEndpoint endpoint =
            Routers.of(List.of(), Runnable::run).endpoint("f");
    private final WorkerQuota quota = new WorkerQuota(4, Runnable::run, null);
    private final Bulkhead bulkhead = new Bulkhead(quota, new EffectiveLimits(Duration.ofSeconds(1), 1, 10), () -> {});
    private final WaitQueue queue = new WaitQueue(bulkhead, Runnable::run);
    private final FutureTask<Boolean> givesUp = new FutureTask<>(() -> queue.abandonUnserved(waiting()));
    private final ScheduledThreadPoolExecutor timers = new PublishingTimers();
    private final Invocation waiting = new Invocation(
            Calls.to("f"),
            endpoint,
            new Calls.Outcomes(),
            System.nanoTime() + Duration.ofMinutes(1).toNanos(),
            new InvocationHooks(timers, () -> {}, false));

    private Invocation waiting() {
        return waiting;
    }

    /** A clock that the queue sets under its lock: another call gives up then, and a version comes before it gets the lock. */
    private final class PublishingTimers extends ScheduledThreadPoolExecutor {

        PublishingTimers() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            Thread caller = new Thread(givesUp);
            caller.start();
            while (caller.getState() != Thread.State.BLOCKED && caller.getState() != Thread.State.TERMINATED) {
                Thread.onSpinWait();
            }
            queue.publish(Calls.version((event, context) -> event));
            return super.schedule(() -> {}, delay, unit);
        }
    }

    @AfterEach
    void endTimers() {
        timers.shutdownNow();
    }

    @Test
    void callThatGivesUpWhileAVersionComes_goesOnWaiting_forRoom() throws Exception {
        quota.join(bulkhead);
        assertTrue(bulkhead.enter() && bulkhead.start());
        assertTrue(bulkhead.enter());
        assertTrue(queue.admit(waiting));

        queue.publish(null);

        assertFalse(givesUp.get(Calls.PATIENCE_SECONDS, TimeUnit.SECONDS), "a version serves");
        assertTrue(queue.abandon(waiting), "it waits for room");
    }
}
