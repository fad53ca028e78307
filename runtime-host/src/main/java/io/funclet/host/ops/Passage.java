package io.funclet.host.ops;

/**
 * What becomes of an event.
 *
 * @param written whether it is written, and not merely counted
 * @param stack whether the stack of its exception is, if it has one
 * @param times how often its exception has occurred; 0 if that is not to be said
 * @param stackMillis when that stack was logged, in milliseconds since the epoch; 0 if that is not to be said
 */
record Passage(boolean written, boolean stack, long times, long stackMillis) {

    static final Passage WHOLE = new Passage(true, true, 0, 0);

    static final Passage HELD_BACK = new Passage(false, false, 0, 0);
}
