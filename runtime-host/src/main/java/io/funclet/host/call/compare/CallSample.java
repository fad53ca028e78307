package io.funclet.host.call.compare;

import io.funclet.api.FunctionHandler;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.stat.DurationCounts;
import java.util.concurrent.atomic.LongAdder;

/**
 * How the last calls on one version ended, and how long its handler took. Any thread writes without waiting; reading
 * stops no thread.
 */
public final class CallSample {

    /** Older calls are forgotten only when there are so many newer ones. */
    private static final int ENOUGH = 1000;

    private volatile Part recent = new Part();
    private volatile Part earlier = new Part();

    private static final class Part {

        private final LongAdder ended = new LongAdder();
        private final LongAdder errors = new LongAdder();
        private final LongAdder panics = new LongAdder();
        private final DurationCounts durations = new DurationCounts();

        SampleFigures figures() {
            return new SampleFigures(ended.sum(), errors.sum(), panics.sum(), durations.sum());
        }
    }

    /** A call has ended; {@code failure} is {@code null} if it succeeded. */
    public void ended(CallFailure failure) {
        Part part = recent;
        if (failure == null) {
            part.ended.increment();
            return;
        }
        switch (failure) {
            case REFUSED, FUNCTION_FAILED, TOO_LARGE, DEADLINE_EXCEEDED -> {
                part.ended.increment();
                part.errors.increment();
            }
            case FUNCTION_BROKEN -> {
                part.ended.increment();
                part.errors.increment();
                part.panics.increment();
            }
            // No fault of the version.
            case MALFORMED_REQUEST,
                    NAME_MISSING,
                    NOT_FOUND,
                    UNAVAILABLE,
                    OVERLOADED,
                    QUOTA_EXCEEDED,
                    CANCELLED,
                    INTERNAL -> {}
        }
    }

    /** The handler, with its durations counted. A call that its caller gives up counts as long as it ran. */
    public FunctionHandler timed(FunctionHandler handler) {
        return (event, call) -> {
            long begin = System.nanoTime();
            try {
                return handler.handle(event, call);
            } finally {
                recent.durations.add(System.nanoTime() - begin);
            }
        };
    }

    public SampleFigures figures() {
        return earlier.figures().plus(recent.figures());
    }

    /** Forgets the calls before the last time, if there have been enough since. To be called from time to time. */
    public void forgetOld() {
        Part now = recent;
        if (now.ended.sum() >= ENOUGH) {
            earlier = now;
            recent = new Part();
        }
    }
}
