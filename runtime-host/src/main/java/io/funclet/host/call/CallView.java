package io.funclet.host.call;

import io.funclet.api.CallContext;
import io.funclet.host.ops.LogMark;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A call as its function sees it. A base class rather than a part of the {@link Invocation}: a call should cost no
 * further object.
 */
abstract sealed class CallView implements CallContext permits AnsweredCall {

    final Call call;
    final FunctionSlot slot;

    /** Changed only while the call waits, or as it begins. */
    private long deadlineNanos;

    private final long begunNanos = System.nanoTime();

    /** Whether nobody waits for the answer any more. */
    volatile boolean cancelled;

    /** On which version the call runs; {@code null} before it does. */
    volatile FunctionVersion version;

    CallView(Call call, FunctionSlot slot, long deadlineNanos) {
        this.call = call;
        this.slot = slot;
        this.deadlineNanos = deadlineNanos;
    }

    /** Lets the call take no longer than that from now on. Returns whether that is news. */
    final boolean shorten(long nanos) {
        long end = System.nanoTime() + nanos;
        boolean earlier = end - deadlineNanos < 0;
        if (earlier) {
            deadlineNanos = end;
        }
        return earlier;
    }

    /** The call ends now: counted once. */
    final void count(CallFailure failure) {
        slot.counts(version).ended(call.protocol(), failure, System.nanoTime() - begunNanos);
    }

    /**
     * What marks log events of this call, and about it.
     *
     * @return function, version, invoke id and trace, as far as they are known
     */
    public final LogMark mark() {
        TraceContext trace = call.trace();
        return new LogMark(slot.name(), functionVersion(), call.invokeId(), trace == null ? "" : trace.parent());
    }

    @Override
    public final Protocol protocol() {
        return call.protocol();
    }

    @Override
    public final String functionName() {
        return slot.name();
    }

    @Override
    public final String functionVersion() {
        FunctionVersion chosen = version;
        return chosen == null ? "" : chosen.version();
    }

    @Override
    public final String invokeId() {
        return call.invokeId();
    }

    @Override
    public final long messageId() {
        return call.messageId();
    }

    @Override
    public final OptionalInt qos() {
        return call.qos();
    }

    @Override
    public final String topic() {
        return call.topic();
    }

    @Override
    public final Optional<Instant> timestamp() {
        long seconds = call.timestampSeconds();
        // The wire can carry more than there are instants; metadata() still has the number.
        boolean known =
                seconds != 0 && seconds >= Instant.MIN.getEpochSecond() && seconds <= Instant.MAX.getEpochSecond();
        return known ? Optional.of(Instant.ofEpochSecond(seconds)) : Optional.empty();
    }

    @Override
    public final Map<String, String> metadata() {
        return call.metadata();
    }

    @Override
    public final Optional<String> traceParent() {
        TraceContext trace = call.trace();
        return trace == null ? Optional.empty() : Optional.of(trace.parent());
    }

    @Override
    public final Optional<String> traceState() {
        TraceContext trace = call.trace();
        return trace == null || trace.state().isEmpty() ? Optional.empty() : Optional.of(trace.state());
    }

    @Override
    public final Duration remaining() {
        return Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
    }

    @Override
    public final boolean isCancelled() {
        return cancelled;
    }

    @Override
    public final Map<String, String> env() {
        return slot.env();
    }
}
