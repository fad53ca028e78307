package io.funclet.host.call;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * The place of a function that callers know by name: which version serves there now, and who waits while none does.
 *
 * <p>A call never fails for want of a version before its time is over: it is parked, and runs when a version is
 * published.
 */
public final class FunctionSlot {

    private final String name;
    private final Map<String, String> env;
    private final Executor workers;

    /** Written under the lock, read without. */
    private volatile FunctionVersion current;

    private volatile String absence;

    private volatile Runnable change = () -> {};

    /** Guarded by the lock, which is this object's own so that nobody outside can hold it. */
    private final Set<Invocation> parked = new LinkedHashSet<>();

    /** What is told to those who wait, since waiting has become vain. Guarded by the lock. */
    private Dismissal dismissal;

    private final Object lock = new Object();

    private final CallLedger ledger = new CallLedger();

    /** {@code null} where nobody wants to know what calls cost. */
    private final CallMeter meter;

    private record Dismissal(CallFailure failure, String reason) {}

    FunctionSlot(String name, Map<String, String> env, Executor workers, boolean measured) {
        this.name = name;
        this.env = env;
        this.workers = workers;
        this.meter = measured ? new CallMeter(ledger::ran) : null;
        this.absence = "function " + name + " is not loaded yet";
    }

    /**
     * The name by which callers know the function.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    Map<String, String> env() {
        return env;
    }

    /** Told of the end of each call that ran on a version; {@code null} for one that ran on none. */
    CallCounts counts(FunctionVersion version) {
        return ledger.of(version);
    }

    CallMeter meter() {
        return meter;
    }

    FunctionStatus status() {
        FunctionVersion serving;
        int waiting;
        synchronized (lock) {
            serving = current;
            waiting = parked.size();
        }
        CallCounts counts = ledger.total();
        return new FunctionStatus(
                name,
                serving == null ? "" : serving.version(),
                serving == null ? 0 : serving.running(),
                waiting,
                counts.answered(),
                counts.failed(),
                counts.latency(),
                ledger.versions(),
                meter == null ? null : meter.costs(),
                serving == null ? absence : "");
    }

    /**
     * Why no version serves here.
     *
     * @return one line for a caller; meaningless while a version serves
     */
    String absence() {
        return absence;
    }

    /**
     * Says why no version serves here, for those who wait for one in vain.
     *
     * @param reason one line
     */
    public void explainAbsence(String reason) {
        absence = reason;
    }

    /** Has something run whenever another version, or none, serves from now on. */
    void onChange(Runnable listener) {
        change = listener;
    }

    /**
     * Makes a version the one that serves, and lets those run who waited for it. Does not retire the version that
     * served before: the caller does, once it serves nowhere.
     *
     * @param version the version; {@code null} if none serves from now on
     */
    public void publish(FunctionVersion version) {
        List<Invocation> released;
        synchronized (lock) {
            if (version != null) {
                ledger.open(version);
            }
            current = version;
            released = version == null ? List.of() : new ArrayList<>(parked);
            if (version != null) {
                parked.clear();
            }
        }
        released.forEach(this::run);
        change.run();
    }

    /**
     * Runs a call on a worker as soon as a version serves. Returns whether the call has to wait for one; where none can
     * come any more, the call is ended instead.
     */
    boolean admit(Invocation invocation) {
        if (current == null) {
            Dismissal vain;
            synchronized (lock) {
                vain = current == null ? dismissal : null;
                if (current == null && vain == null) {
                    parked.add(invocation);
                    return true;
                }
            }
            if (vain != null) {
                invocation.dismiss(vain.failure(), vain.reason());
                return false;
            }
        }
        run(invocation);
        return false;
    }

    private void run(Invocation invocation) {
        try {
            workers.execute(invocation);
        } catch (OutOfMemoryError none) {
            invocation.dismiss(CallFailure.OVERLOADED, "no thread can be had for the call: " + none.getMessage());
        }
    }

    /** Whether a call may, most likely, run on the event loop now. */
    boolean mayRunOnEventLoop() {
        FunctionVersion version = current;
        return version != null && version.pass().isGranted();
    }

    /** Lets the workers see that one of them is lost. */
    void nudge() {
        workers.execute(() -> {});
    }

    boolean serves() {
        return current != null;
    }

    /** Forgets a parked call. Returns whether it was parked. */
    boolean abandon(Invocation invocation) {
        synchronized (lock) {
            return parked.remove(invocation);
        }
    }

    /** Takes a lease on the version that serves; {@code null} if none does. */
    Lease acquire() {
        FunctionVersion version = current;
        while (version != null) {
            if (version.enter()) {
                return new Lease(version);
            }
            // A version is replaced before it is retired, so that a refused entry means: look again.
            version = current;
        }
        return null;
    }

    /** Ends the wait of all parked calls, and of those that would park from now on. The version that serves goes on. */
    void dismiss(CallFailure failure, String reason) {
        List<Invocation> dismissed;
        synchronized (lock) {
            dismissal = new Dismissal(failure, reason);
            dismissed = new ArrayList<>(parked);
            parked.clear();
        }
        dismissed.forEach(invocation -> invocation.dismiss(failure, reason));
    }
}
