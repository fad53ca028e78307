package io.funclet.host.log;

/**
 * What becomes of an event.
 *
 * @param written whether it is written, and not merely counted
 * @param stack whether the stack of its exception is, if it has one
 * @param times how often its exception has occurred; 0 if that is not to be said
 * @param stackMillis when that stack was logged, in milliseconds since the epoch; 0 if that is not to be said
 */
public record ThrottleDecision(boolean written, boolean stack, long times, long stackMillis) {

    public static final ThrottleDecision WHOLE = new ThrottleDecision(true, true, 0, 0);

    public static final ThrottleDecision HELD_BACK = new ThrottleDecision(false, false, 0, 0);
}
