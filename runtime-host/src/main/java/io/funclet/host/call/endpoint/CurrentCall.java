package io.funclet.host.call.endpoint;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Which call each thread handles: for the log, and to end the calls of a version.
 *
 * <p>Each worker writes a place of its own without a lock. Reading all of them is rare.
 */
public final class CurrentCall {

    private static final Set<CurrentCall> PLACES = ConcurrentHashMap.newKeySet();

    private static final ThreadLocal<CurrentCall> PLACE = new ThreadLocal<>();

    private final Thread thread = Thread.currentThread();

    private volatile Invocation invocation;

    private CurrentCall() {}

    /** The call of the current thread; {@code null} if there is none. */
    public static Invocation get() {
        CurrentCall place = PLACE.get();
        return place == null ? null : place.invocation;
    }

    static void enter(Invocation invocation) {
        CurrentCall place = PLACE.get();
        if (place == null) {
            place = new CurrentCall();
            PLACE.set(place);
            // Cleaned up here, because an ending thread does not report it. An event loop may have lost its thread
            // locals.
            Thread self = place.thread;
            PLACES.removeIf(left -> !left.thread.isAlive() || left.thread == self);
            PLACES.add(place);
        }
        place.invocation = invocation;
    }

    static void leave() {
        // Empty the place: an idle worker must not keep a function's class loader reachable.
        PLACE.get().invocation = null;
    }

    /** The threads that run calls. */
    public static Set<Thread> threads() {
        Set<Thread> threads = new HashSet<>();
        for (CurrentCall place : PLACES) {
            if (place.invocation != null) {
                threads.add(place.thread);
            }
        }
        return threads;
    }

    /** How many workers run a call that is overdue because its function ignores interruption. */
    public static int overtime() {
        return those(invocation -> invocation.isOvertime() && !invocation.isOnEventLoop())
                .size();
    }

    /** How many overdue calls of a function still run. */
    static int overtime(FunctionEndpoint endpoint) {
        return those(invocation -> invocation.endpoint == endpoint && invocation.isOvertime())
                .size();
    }

    /** How many calls of a function have an outcome but still run. */
    public static int answered(FunctionEndpoint endpoint) {
        return those(invocation -> invocation.endpoint == endpoint && invocation.hasEnded())
                .size();
    }

    static List<Invocation> onEventLoops() {
        return those(Invocation::isOnEventLoop);
    }

    /**
     * Ends the calls on a version: fails them and interrupts their threads. Does not wait. Returns how many there were.
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
