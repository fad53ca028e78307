package io.funclet.host.deploy.work;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Repeats looks at file systems, any of which may hang. A look that hangs costs a thread, but holds up nothing else. It is
 * not started again before it has ended.
 */
public final class PeriodicTasks {

    private static final Logger LOG = Logger.getLogger(PeriodicTasks.class.getName());

    private final String name;
    private final ScheduledExecutorService timers;
    private final Supplier<Duration> interval;
    private final BooleanSupplier over;
    private final List<Turn> turns;

    /**
     * @param timers never looks themselves
     * @param interval until the next round; asked before each
     * @param over whether there is to be no further round
     */
    public PeriodicTasks(
            String name,
            ScheduledExecutorService timers,
            Supplier<Duration> interval,
            BooleanSupplier over,
            List<Runnable> looks) {
        this.name = name;
        this.timers = timers;
        this.interval = interval;
        this.over = over;
        this.turns =
                looks.stream().map(look -> new Turn(look, new AtomicBoolean())).toList();
    }

    private record Turn(Runnable look, AtomicBoolean taken) {}

    /** Starts the first round after an interval. */
    public void begin() {
        timers.schedule(this::next, interval.get().toNanos(), TimeUnit.NANOSECONDS);
    }

    private void next() {
        if (over.getAsBoolean()) {
            return;
        }
        // First: an error of this round must not end all.
        begin();
        try {
            // A new one: a pool would keep an idle thread from round to round.
            Thread thread = new Thread(this::round, name);
            thread.setDaemon(true);
            thread.start();
        } catch (OutOfMemoryError noThread) {
            LOG.log(Level.FINE, "no thread for a round of " + name, noThread);
        }
    }

    private void round() {
        for (Turn turn : turns) {
            if (turn.taken().compareAndSet(false, true)) {
                try {
                    turn.look().run();
                } catch (RuntimeException | OutOfMemoryError defect) {
                    // No news at the stop.
                    if (!over.getAsBoolean()) {
                        LOG.log(Level.SEVERE, name + " failed: " + defect, defect);
                    }
                } finally {
                    turn.taken().set(false);
                }
            }
        }
    }
}
