package io.funclet.host.call.endpoint;

import io.funclet.host.call.model.Call;
import io.funclet.host.call.model.CallException;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.model.EffectiveLimits;
import io.funclet.host.call.quota.CallQuotas;
import io.funclet.host.call.stat.CallCounts;
import io.funclet.host.call.stat.CallMeter;
import io.funclet.host.call.stat.CostListener;
import io.funclet.host.call.stat.FunctionStatistics;
import io.funclet.host.call.stat.FunctionStatus;
import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.RequestedLimits;
import io.funclet.host.log.FailedCallback;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Logger;

/**
 * The endpoint of a function: the version that serves, and the calls that wait for a version or for room.
 *
 * <p>An accepted call does not fail for lack of a version or of room before its deadline: it waits in the {@link
 * WaitQueue}.
 */
public final class FunctionEndpoint {

    private static final Logger LOG = Logger.getLogger(FunctionEndpoint.class.getName());

    private volatile FunctionConfig config;
    private volatile EffectiveLimits defaults;
    private final Executor workers;
    private final Bulkhead bulkhead;
    private final WaitQueue waitQueue;
    private final FunctionStatistics statistics = new FunctionStatistics();

    /** {@code null} if costs are not measured. */
    private volatile CallMeter meter;

    /** {@code null} without quotas. */
    private volatile CallQuotas quotas;

    /** How many calls have ignored their interruption. */
    private final LongAdder totalOvertime = new LongAdder();

    private volatile String absence;

    private volatile Runnable change = () -> {};

    /** Makes an endpoint without a version. */
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

    public String name() {
        return config.name();
    }

    /** What it is configured by. */
    public FunctionConfig config() {
        return config;
    }

    /** Sets what counts for calls that begin from now on. */
    public void configure(FunctionConfig changed, EffectiveLimits completion) {
        config = changed;
        defaults = completion;
        FunctionVersion version = waitQueue.current();
        limit(version == null ? RequestedLimits.NONE : version.limits());
    }

    /** Sets the quotas for calls that begin from now on; {@code null} for none. */
    public void use(CallQuotas changed) {
        CostListener costs = changed != null && changed.needsCosts() ? changed : null;
        if (costs != null && meter == null) {
            meter = new CallMeter(statistics::ran);
        }
        if (meter != null) {
            meter.tell(costs);
        }
        quotas = changed;
    }

    /** The quotas that hold for its calls; {@code null} if there are none. */
    public CallQuotas quotas() {
        return quotas;
    }

    /** @param ofAuthor completes those that are configured */
    private void limit(RequestedLimits ofAuthor) {
        bulkhead.limit(defaults.with(config.limits().orElse(ofAuthor)));
    }

    FunctionCallContext context(Call call, long deadlineNanos) {
        return new FunctionCallContext(call, config, statistics, deadlineNanos);
    }

    /** The counts of a version; with {@code null}, of calls that ran on none. */
    public CallCounts counts(FunctionVersion version) {
        return statistics.of(version == null ? null : version.version());
    }

    Executor workers() {
        return workers;
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
        CallMeter measured = meter;
        return new FunctionStatus(
                name(),
                config.tenant(),
                serving == null ? "" : serving.version(),
                bulkhead.running(),
                bulkhead.waiting(),
                CurrentCall.overtime(this),
                totalOvertime.sum(),
                counts.answered(),
                counts.failed(),
                counts.latency(),
                statistics.versions(),
                measured == null ? null : measured.costs(),
                serving == null ? absence : "",
                bulkhead.limits());
    }

    /** Why no version serves, in one line for a caller; meaningless while one serves. */
    public String absence() {
        return absence;
    }

    public void explainAbsence(String reason) {
        absence = reason;
    }

    public boolean enter() {
        return bulkhead.enter();
    }

    public long timeoutNanos() {
        return bulkhead.timeoutNanos();
    }

    /** Why {@link #enter} rejects a call. */
    public String overload() {
        return bulkhead.limits().overload(name());
    }

    /** Sets what runs after each change of the version that serves. */
    public void onChange(Runnable listener) {
        change = listener;
    }

    /**
     * Publishes a version, {@code null} for none, and lets waiting calls run. Those without a thread run as soon as there
     * is one. Does not retire the previous version: its owner does, once it serves nowhere.
     */
    public void publish(FunctionVersion version) {
        if (version != null) {
            statistics.open(version.version());
            limit(version.limits());
        }
        waitQueue.publish(version);
        changed();
    }

    /** Whether a call may probably run on the event loop now. */
    public boolean mayRunOnEventLoop(Call call) {
        FunctionVersion version = waitQueue.current();
        return version != null && version.likely().mayRunOnEventLoop(call.payload());
    }

    /** A call is overdue and still runs. Lets another worker replace its own. */
    void overtime(boolean losesWorker) {
        totalOvertime.increment();
        if (losesWorker) {
            bulkhead.lose();
        }
        workers.execute(() -> {});
    }

    public boolean serves() {
        return waitQueue.current() != null;
    }

    /** Whether a version serves, and calls are not rejected until an operator ends that. */
    public boolean isHealthy() {
        CallQuotas limits = quotas;
        return serves() && (limits == null || !limits.areSuspended());
    }

    /** Runs what is to run after a change. */
    public void changed() {
        try {
            change.run();
        } catch (RuntimeException | Error failed) {
            FailedCallback.log(LOG, "notifying a listener of a change of function " + name(), failed);
        }
    }

    /** Takes a lease on the version that serves; {@code null} if none does. */
    Lease acquire(Call call) {
        FunctionVersion version = waitQueue.current();
        while (version != null) {
            VersionShare share = version.share();
            Lease lease = share == null ? version.enter() : share.enter(version, call);
            if (lease != null) {
                return lease;
            }
            // A retired version has a successor, so look again.
            version = waitQueue.current();
        }
        return null;
    }

    /** Takes a lease for a started call. If no version serves any more, the call waits again and gets no lease. */
    Lease acquireOrWait(Invocation invocation) {
        Lease lease = acquire(invocation.context.call());
        while (lease == null && !waitQueue.requeue(invocation)) {
            lease = acquire(invocation.context.call());
        }
        return lease;
    }

    /** Ends the wait of all calls for a version, also of later ones. The version that serves is not affected. */
    public void dismiss(CallFailure failure, String reason) {
        waitQueue.dismiss(new CallException(failure, reason));
    }
}
