package io.funclet.host.process;

import io.funclet.host.config.LaunchProfile;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import sun.misc.Signal;

/**
 * {@code SIGTERM} and {@code SIGINT}, handled instead of left to the JVM, whose own handling ends the process with a
 * status other than the 0 that the contract asks for (section 4). And {@code SIGHUP}, which means two things: a terminal has
 * gone, and what runs there has to end; or, to a process without a terminal, that it should look at its files again, as
 * {@code systemctl reload} has it told. {@code SIGUSR1} tells other daemons the latter, and would kill this one. What the
 * process was started to ignore, by {@code nohup} say, the JVM ignores.
 */
public final class StopSignals {

    private static final List<String> ENDS = List.of("TERM", "INT");

    private static final String HANGUP = "HUP";

    private static final long CHORE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Thread waiting = Thread.currentThread();

    /** The name of the first signal; {@code null} until there was one. */
    private volatile String first;

    /** The name of the last signal that asks for a look at the files; {@code null} if there was none since the last look. */
    private volatile String reload;

    private StopSignals() {}

    /**
     * From now on, the signals are kept for {@link #arrival}, which the calling thread is to call. Further ones change
     * nothing: the stop is under way.
     */
    public static StopSignals await() {
        StopSignals signals = new StopSignals();
        ENDS.forEach(name -> handle(name, () -> signals.arrived(name)));
        handle(HANGUP, LaunchProfile.CURRENT.terminal() ? () -> signals.arrived(HANGUP) : () -> signals.asked(HANGUP));
        handle("USR1", () -> signals.asked("USR1"));
        return signals;
    }

    private static void handle(String name, Runnable arrival) {
        Signal signal = new Signal(name);
        Signal.handle(signal, received -> arrival.run());
        SignalTap.tap(signal, arrival);
    }

    private void arrived(String name) {
        if (first == null) {
            first = "SIG" + name;
        }
        LockSupport.unpark(waiting);
    }

    private void asked(String name) {
        reload = "SIG" + name;
        LockSupport.unpark(waiting);
    }

    /**
     * Waits for the first signal that ends the process, and returns its name.
     *
     * @param chore run once a second meanwhile
     * @param look run with the name of each signal that asks for a look at the files; of several at once, with the last one
     */
    public String arrival(Runnable chore, Consumer<String> look) {
        long next = System.nanoTime() + CHORE_NANOS;
        while (first == null) {
            String asked = reload;
            if (asked != null) {
                reload = null;
                look.accept(asked);
            }
            long left = next - System.nanoTime();
            if (left > 0) {
                LockSupport.parkNanos(this, left);
                // Nobody has a reason to interrupt this thread, and it would not park any more.
                Thread.interrupted();
            } else {
                chore.run();
                next = System.nanoTime() + CHORE_NANOS;
            }
        }
        return first;
    }
}
