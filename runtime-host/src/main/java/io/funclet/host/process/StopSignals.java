package io.funclet.host.process;

import io.funclet.host.config.LaunchProfile;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import sun.misc.Signal;

/**
 * Handles signals. On {@code SIGTERM} and {@code SIGINT}, the JVM would not end with the status 0 that the contract
 * requires (section 4). {@code SIGHUP} ends a process whose terminal has gone. A process without a terminal looks at
 * its files again, as for {@code systemctl reload}, and so it does at {@code SIGUSR1}, which would kill it otherwise. The
 * JVM ignores signals that the process was started to ignore, for example by {@code nohup}.
 */
public final class StopSignals {

    private static final List<String> ENDS = List.of("TERM", "INT");

    private static final String HANGUP = "HUP";

    private static final long CHORE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Of this process, as signals are; {@code null} before it awaits them. */
    private static volatile StopSignals current;

    private final Thread waiting = Thread.currentThread();

    /** The first reason to stop; {@code null} until there was one. */
    private volatile String first;

    /** The name of the last signal that asks for a look at the files; {@code null} after the look. */
    private volatile String reload;

    private StopSignals() {}

    /** From now on, keeps the signals for {@link #arrival}, which the calling thread must call. */
    public static StopSignals await() {
        StopSignals signals = new StopSignals();
        current = signals;
        ENDS.forEach(name -> handle(name, () -> signals.arrived(name)));
        handle(HANGUP, LaunchProfile.CURRENT.terminal() ? () -> signals.arrived(HANGUP) : () -> signals.asked(HANGUP));
        handle("USR1", () -> signals.asked("USR1"));
        Optional<ProcessHandle> parent = LaunchProfile.parent();
        // No lambda for nothing: it would cost each start a class.
        if (parent.isPresent()) {
            parent.get().onExit().thenRun(() -> signals.arrived("TERM"));
        }
        return signals;
    }

    /** Has this process stop as by {@code SIGTERM}, for this reason. Returns at once. */
    public static void stop(String reason) {
        current.end(reason);
    }

    private static void handle(String name, Runnable arrival) {
        Signal signal = new Signal(name);
        Signal.handle(signal, received -> arrival.run());
        SignalTap.tap(signal, arrival);
    }

    private void arrived(String name) {
        end("SIG" + name + " received");
    }

    private void end(String reason) {
        if (first == null) {
            first = reason;
        }
        LockSupport.unpark(waiting);
    }

    private void asked(String name) {
        reload = "SIG" + name;
        LockSupport.unpark(waiting);
    }

    /**
     * Waits for the first signal that ends the process, and returns it as the reason, in words.
     *
     * @param chore run once a second
     * @param look run with the name of each signal that asks for a look at the files; of several at once, the last one
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
                // An interrupted thread would not park any more.
                Thread.interrupted();
            } else {
                chore.run();
                next = System.nanoTime() + CHORE_NANOS;
            }
        }
        return first;
    }
}
