package io.funclet.host.call.endpoint;

import io.funclet.host.call.model.Call;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.model.EffectiveLimits;
import io.funclet.host.call.stat.CallCounts;
import io.funclet.host.call.stat.CallMeter;
import io.funclet.host.call.stat.FunctionStatistics;
import io.funclet.host.call.stat.FunctionStatus;
import io.funclet.host.config.FunctionConfig;
import io.funclet.host.log.FailedCallback;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Logger;

/**
 * The place of a function that callers know by name: which version serves there now, and who waits while none does, or
 * while as many calls run as may.
 *
 * <p>A call that has been taken in never fails for want of a version or of room before its time is over: it stands in
 * {@link WaitQueue}, and runs when there is both.
 */
public final class FunctionEndpoint {

    private static final Logger LOG = Logger.getLogger(FunctionEndpoint.class.getName());

    private final FunctionConfig config;
    private final EffectiveLimits defaults;
    private final Executor workers;
    private final Bulkhead bulkhead;
    private final WaitQueue waitQueue;
    private final FunctionStatistics statistics = new FunctionStatistics();

    /** {@code null} where nobody wants to know what calls cost. */
    private final CallMeter meter;

    /** How many calls were found to ignore their interruption. */
    private final LongAdder totalOvertime = new LongAdder();

    private volatile String absence;

    private volatile Runnable change = () -> {};

    /**
     * Makes an endpoint without a version.
     *
     * @param config the function's name, its environment, and what the operator says that it may use
     * @param defaults what it may use where nobody says anything
     * @param quota has its calls find workers
     * @param measured whether it is measured what calls cost
     */
    public FunctionEndpoint(
            FunctionConfig config, EffectiveLimits defaults, WorkerQuota quota, Executor workers, boolean measured) {
        this.config = config;
        this.defaults = defaults;
        this.workers = workers;
        this.meter = measured ? new CallMeter(statistics::ran) : null;
        this.absence = "function " + name() + " is not loaded yet";
        this.bulkhead = new Bulkhead(
                quota, defaults.with(config.limits()), () -> waitQueue().advance());
        this.waitQueue = new WaitQueue(bulkhead, workers);
    }

    /**
     * The name by which callers know the function.
     *
     * @return the name
     */
    public String name() {
        return config.name();
    }

    FunctionCallContext context(Call call, long deadlineNanos) {
        return new FunctionCallContext(call, config, statistics, deadlineNanos);
    }

    /** Told of the end of each call that ran on a version; {@code null} for one that ran on none. */
    public CallCounts counts(FunctionVersion version) {
        return statistics.of(version == null ? null : version.version());
    }

    CallMeter meter() {
        return meter;
    }

    public Bulkhead bulkhead() {
        return bulkhead;
    }

    public WaitQueue waitQueue() {
        return waitQueue;
    }

    public FunctionStatus status() {
        FunctionVersion serving = waitQueue.current();
        CallCounts counts = statistics.total();
        return new FunctionStatus(
                name(),
                serving == null ? "" : serving.version(),
                bulkhead.running(),
                bulkhead.waiting(),
                CurrentCall.overtime(this),
                totalOvertime.sum(),
                counts.answered(),
                counts.failed(),
                counts.latency(),
                statistics.versions(),
                meter == null ? null : meter.costs(),
                serving == null ? absence : "",
                bulkhead.limits());
    }

    /**
     * Why no version serves here.
     *
     * @return one line for a caller; meaningless while a version serves
     */
    public String absence() {
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

    /** A call wants to be taken in. Returns whether it is: it then runs or waits, and leaves. */
    public boolean enter() {
        return bulkhead.enter();
    }

    /** How long the function lets a call run. */
    public long timeoutNanos() {
        return bulkhead.timeoutNanos();
    }

    /** Why a call is not taken in. */
    public String overload() {
        EffectiveLimits limits = bulkhead.limits();
        return "more than " + (limits.concurrency() + limits.queue()) + " calls of function " + name()
                + " at once, as its concurrency of " + limits.concurrency() + " and its queue of " + limits.queue()
                + " allow";
    }

    /** Has something run whenever another version, or none, serves from now on. */
    public void onChange(Runnable listener) {
        change = listener;
    }

    /**
     * Makes a version the one that serves, and lets those run who waited for it: those for whom there is no thread now run
     * as soon as there is one. Does not retire the version that served before: the caller does, once it serves nowhere.
     *
     * @param version the version; {@code null} if none serves from now on
     */
    public void publish(FunctionVersion version) {
        if (version != null) {
            statistics.open(version.version());
            bulkhead.limit(defaults.with(config.limits().orElse(version.limits())));
        }
        waitQueue.publish(version);
        try {
            change.run();
        } catch (RuntimeException | Error failed) {
            FailedCallback.log(LOG, "telling who asks whether " + name() + " is served", failed);
        }
    }

    /** Whether a call may, most likely, run on the event loop now. */
    public boolean mayRunOnEventLoop() {
        FunctionVersion version = waitQueue.current();
        return version != null && version.permit().isGranted();
    }

    /** A call runs on although its time is over. Lets the workers see that one of them is lost. */
    void overtime() {
        totalOvertime.increment();
        bulkhead.lose();
        workers.execute(() -> {});
    }

    /** Runs or queues a call that has entered: {@link WaitQueue#admit}. */
    public boolean admit(Invocation invocation) {
        return waitQueue.admit(invocation);
    }

    /** Starts a call on its worker: {@link WaitQueue#start}. */
    boolean start(Invocation invocation) {
        return waitQueue.start(invocation);
    }

    /** Starts a call on an event loop. Returns whether there is room. */
    boolean startOnLoop() {
        return bulkhead.startOnLoop();
    }

    /** A call that was started on a worker has left its function. */
    void leave() {
        waitQueue.leave();
    }

    /** A call that was started on an event loop leaves it: {@link WaitQueue#leaveLoop}. */
    void leaveLoop(boolean stays) {
        waitQueue.leaveLoop(stays);
    }

    public boolean serves() {
        return waitQueue.current() != null;
    }

    /** Takes a lease on the version that serves; {@code null} if none does. */
    Lease acquire() {
        FunctionVersion version = waitQueue.current();
        while (version != null) {
            Lease lease = version.enter();
            if (lease != null) {
                return lease;
            }
            // A version is replaced before it is retired, so that a rejected entry means: look again.
            version = waitQueue.current();
        }
        return null;
    }

    /**
     * Takes a lease for a call that has started. Where no version serves any more, the call stands in line again, and
     * there is no lease.
     */
    Lease acquireOrWait(Invocation invocation) {
        Lease lease = acquire();
        while (lease == null && !waitQueue.requeue(invocation)) {
            lease = acquire();
        }
        return lease;
    }

    /** Ends the wait of all who wait for a version, and of those who would from now on. The version that serves goes on. */
    public void dismiss(CallFailure failure, String reason) {
        waitQueue.dismiss(failure, reason);
    }
}
