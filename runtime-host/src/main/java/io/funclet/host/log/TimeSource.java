package io.funclet.host.log;

/** The two clocks of a machine: the wall clock, and the monotonic one. */
public interface TimeSource {

    TimeSource SYSTEM = new TimeSource() {
        @Override
        public long wallMillis() {
            return System.currentTimeMillis();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }
    };

    /** Since the epoch; may jump, forward and back. */
    long wallMillis();

    /** Since an arbitrary moment; never jumps. */
    long nanos();
}
