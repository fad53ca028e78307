package io.funclet.host.log;

/**
 * How to log an event.
 *
 * @param written whether it is written, or only counted
 * @param stack whether the stack of its exception is written
 * @param times how often its exception has occurred; 0 to leave that out
 * @param stackMillis when that stack was logged, since the epoch; 0 to leave that out
 */
public record ThrottleDecision(boolean written, boolean stack, long times, long stackMillis) {

    public static final ThrottleDecision WHOLE = new ThrottleDecision(true, true, 0, 0);

    public static final ThrottleDecision HELD_BACK = new ThrottleDecision(false, false, 0, 0);
}
