package io.funclet.host.call.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Which call each worker or event loop handles: for the log, and for those who have to end the calls of a version.
 *
 * <p>A worker has a place of its own that it writes without a lock; looking around is the rare case.
 */
public final class CurrentCall {

    private static final Set<CurrentCall> PLACES = ConcurrentHashMap.newKeySet();

    private static final ThreadLocal<CurrentCall> PLACE = new ThreadLocal<>();

    private final Thread thread = Thread.currentThread();

    private volatile Invocation invocation;

    private CurrentCall() {}

    /**
     * The call that the calling thread handles.
     *
     * @return the call; {@code null} if there is none
     */
    public static Invocation get() {
        CurrentCall place = PLACE.get();
        return place == null ? null : place.invocation;
    }

    static void enter(Invocation invocation) {
        CurrentCall place = PLACE.get();
        if (place == null) {
            place = new CurrentCall();
            PLACE.set(place);
            // Here, because a thread that ends does not say so.
            PLACES.removeIf(left -> !left.thread.isAlive());
            PLACES.add(place);
        }
        place.invocation = invocation;
    }

    static void leave() {
        // The place stays, its content goes: an idle worker must not keep a function's class loader reachable.
        PLACE.get().invocation = null;
    }

    /**
     * How many workers still run a call whose time is over, because its function ignores interruption.
     *
     * @return their number
     */
    public static int overtime() {
        int overtime = 0;
        for (CurrentCall place : PLACES) {
            Invocation invocation = place.invocation;
            if (invocation != null && invocation.isOvertime() && !invocation.isOnEventLoop()) {
                overtime++;
            }
        }
        return overtime;
    }

    /** How many calls of a function run although their time is over. */
    static int overtime(FunctionEndpoint endpoint) {
        return those(invocation -> invocation.endpoint == endpoint && invocation.isOvertime())
                .size();
    }

    /** How many calls of a function have been answered, or given up, and go on. */
    public static int answered(FunctionEndpoint endpoint) {
        return those(invocation -> invocation.endpoint == endpoint && invocation.hasEnded())
                .size();
    }

    /** The calls that run on event loops now. */
    static List<Invocation> onEventLoops() {
        return those(Invocation::isOnEventLoop);
    }

    /**
     * Ends the calls that run on a version: their callers are told, their threads interrupted. Does not wait for them.
     *
     * @param version the version
     * @return how many there were
     */
    public static int evict(FunctionVersion version) {
        List<Invocation> late = those(invocation -> invocation.runsOn(version));
        late.forEach(OverdueCalls::evict);
        return late.size();
    }

    private static List<Invocation> those(Predicate<Invocation> wanted) {
        List<Invocation> running = new ArrayList<>();
        for (CurrentCall place : PLACES) {
            Invocation invocation = place.invocation;
            if (invocation != null && wanted.test(invocation)) {
                running.add(invocation);
            }
        }
        return running;
    }
}
