package io.funclet.host.call.endpoint;

import io.funclet.api.FunctionHandler;
import io.funclet.api.Payload;
import io.funclet.host.call.compare.CallSample;
import io.funclet.host.call.permit.CallObservation;
import io.funclet.host.call.permit.EventLoopPermit;
import io.funclet.host.call.permit.EventLoopUse;
import io.funclet.host.config.RequestedLimits;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * One version of a function: its handler, and how many calls run on it.
 *
 * <p>A version serves until it is retired. It is drained when its last call has ended. Entering and leaving are one
 * compare-and-set each.
 */
public final class FunctionVersion {

    private static final int MOST_ADVICE = 10;
    /** A call with a larger event takes longer than those that were observed. */
    private static final int MOST_EVENT_BYTES = 16 * 1024;

    private static final int RETIRED = Integer.MIN_VALUE;

    /** Counts the calls, if anything does. */
    private final FunctionHandler own;

    /** The same, perhaps with copies of the calls. */
    private volatile FunctionHandler handler;

    private final ClassLoader classLoader;
    private final String version;
    private final EventLoopPermit permit;

    /** {@code null} if there is nothing to observe. */
    private final CallObservation observation;

    private final RequestedLimits limits;

    /** {@code null} if its calls are not compared with those of another version. */
    private final CallSample sample;

    /** {@code null} if it gets all calls. */
    private volatile VersionShare share;

    private final Function<Throwable, Optional<String>> advisor;
    private final Set<String> advice = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean accused = new AtomicBoolean();
    private final Lease lease = new Lease(this);
    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    /** The number of running calls; the sign bit says that the version is retired. */
    private final AtomicInteger running = new AtomicInteger();

    /**
     * @param classLoader the context class loader of its calls
     * @param eventLoopUse whether its calls may run on event loops
     * @param sample counts its calls; {@code null} if nothing compares them
     * @param advisor what to do about an exception of a call, if that is known; any thread
     */
    public FunctionVersion(
            FunctionHandler handler,
            ClassLoader classLoader,
            String version,
            EventLoopUse eventLoopUse,
            RequestedLimits limits,
            CallSample sample,
            Function<Throwable, Optional<String>> advisor) {
        this.own = sample == null ? handler : sample.timed(handler);
        this.handler = own;
        this.sample = sample;
        this.classLoader = classLoader;
        this.version = version;
        this.permit = new EventLoopPermit(eventLoopUse == EventLoopUse.PROMISED);
        this.observation = eventLoopUse == EventLoopUse.OBSERVED ? new CallObservation() : null;
        this.limits = limits;
        this.advisor = advisor;
    }

    /** The same without any advice or comparison. */
    public FunctionVersion(
            FunctionHandler handler,
            ClassLoader classLoader,
            String version,
            EventLoopUse eventLoopUse,
            RequestedLimits limits) {
        this(handler, classLoader, version, eventLoopUse, limits, null, thrown -> Optional.empty());
    }

    /** What to do about an exception of a call; empty if that is not known, or has been said of this version. */
    Optional<String> advise(Throwable thrown) {
        return advice.size() < MOST_ADVICE ? advisor.apply(thrown).filter(advice::add) : Optional.empty();
    }

    /** What has been said of exceptions of its calls. */
    public Collection<String> advice() {
        return advice;
    }

    FunctionHandler handler() {
        return handler;
    }

    ClassLoader classLoader() {
        return classLoader;
    }

    EventLoopPermit permit() {
        return permit;
    }

    /** What is observed of its calls; {@code null} if nothing is. */
    CallObservation observation() {
        return observation;
    }

    /** Whether calls run on event loops now, except large ones. */
    public boolean runsOnEventLoops() {
        return permit.isGranted() || observation != null && observation.isGranted();
    }

    /** Whether a call may run on an event loop now. Large events take long. */
    boolean mayRunOnEventLoop(Payload event) {
        return permit.isGranted() || observation != null && observation.isGranted() && event.size() <= MOST_EVENT_BYTES;
    }

    /** The version that gets most calls where this one serves. */
    FunctionVersion likely() {
        VersionShare others = share;
        return others == null ? this : others.likely(this);
    }

    /** Which calls it gets where it serves; {@code null} for all. */
    VersionShare share() {
        return share;
    }

    /** Sets which calls it gets where it serves; {@code null} for all. Calls that run are not affected. */
    public void share(VersionShare changed) {
        share = changed;
    }

    /** Lets copies of its calls run on another version; with {@code null}, no more. */
    public void shadow(ShadowTraffic copies) {
        handler = copies == null ? own : copies.copying(own);
    }

    /** Counts its calls; {@code null} if nothing compares them. */
    public CallSample sample() {
        return sample;
    }

    RequestedLimits limits() {
        return limits;
    }

    public String version() {
        return version;
    }

    /** Returns whether this is the first report that the version ignores interruption. */
    boolean accuse() {
        return accused.compareAndSet(false, true);
    }

    public int running() {
        return running.get() & ~RETIRED;
    }

    /** Lets a call enter. Returns the lease, one for all calls; {@code null} if the version is retired. */
    Lease enter() {
        int state = running.get();
        while (state >= 0) {
            if (running.compareAndSet(state, state + 1)) {
                return lease;
            }
            state = running.get();
        }
        return null;
    }

    void leave() {
        if (running.decrementAndGet() == RETIRED) {
            drained.complete(null);
        }
    }

    /**
     * Retires the version: no further call enters. Does not wait for running calls or interrupt them.
     *
     * @return completed when the last running call has left
     */
    public CompletableFuture<Void> retire() {
        if (running.getAndUpdate(state -> state | RETIRED) == 0) {
            drained.complete(null);
        }
        return drained;
    }
}
