package io.funclet.host.call.endpoint;

import io.funclet.api.CallContext;
import io.funclet.api.Payload;
import io.funclet.host.call.model.Call;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.model.TraceContext;
import io.funclet.host.call.stat.FunctionStatistics;
import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.policy.RefusalPolicy;
import io.funclet.host.log.LogContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A call as its function sees it. */
class FunctionCallContext implements CallContext {

    private final Call call;
    private final FunctionConfig function;
    private final FunctionStatistics statistics;

    /** Written only while the call waits, or as it begins. */
    private long deadlineNanos;

    volatile boolean cancelled;

    /** The version that runs the call; {@code null} before. */
    volatile FunctionVersion version;

    FunctionCallContext(Call call, FunctionConfig function, FunctionStatistics statistics, long deadlineNanos) {
        this.call = call;
        this.function = function;
        this.statistics = statistics;
        this.deadlineNanos = deadlineNanos;
    }

    /** Shortens the deadline to this time from now. Returns whether that changed anything. */
    boolean shorten(long nanos) {
        long end = System.nanoTime() + nanos;
        boolean earlier = end - deadlineNanos < 0;
        if (earlier) {
            deadlineNanos = end;
        }
        return earlier;
    }

    Call call() {
        return call;
    }

    Payload event() {
        return call.payload();
    }

    /** @param failure how the call has failed; {@code null} for one that has succeeded */
    void count(CallFailure failure, long nanos) {
        FunctionVersion ran = version;
        statistics.of(ran == null ? null : ran.version()).ended(call.protocol(), failure, nanos);
        if (ran != null && ran.sample() != null) {
            ran.sample().ended(failure);
        }
    }

    /** The name in this process. */
    String name() {
        return function.name();
    }

    boolean respondsToRefusals() {
        return function.refusalPolicy() == RefusalPolicy.RESPOND;
    }

    LogContext mark() {
        TraceContext trace = call.trace();
        return new LogContext(
                function.tenant(),
                function.name(),
                functionVersion(),
                call.invokeId(),
                trace == null ? "" : trace.parent());
    }

    @Override
    public Protocol protocol() {
        return call.protocol();
    }

    @Override
    public String functionName() {
        return function.shortName();
    }

    @Override
    public String functionVersion() {
        FunctionVersion chosen = version;
        return chosen == null ? "" : chosen.version();
    }

    @Override
    public String invokeId() {
        return call.invokeId();
    }

    @Override
    public long messageId() {
        return call.messageId();
    }

    @Override
    public OptionalInt qos() {
        return call.qos();
    }

    @Override
    public String topic() {
        return call.topic();
    }

    @Override
    public Optional<Instant> timestamp() {
        long seconds = call.timestampSeconds();
        // The number on the wire may be too large for an instant; metadata() still has it.
        boolean known =
                seconds != 0 && seconds >= Instant.MIN.getEpochSecond() && seconds <= Instant.MAX.getEpochSecond();
        return known ? Optional.of(Instant.ofEpochSecond(seconds)) : Optional.empty();
    }

    @Override
    public Map<String, String> metadata() {
        return call.metadata();
    }

    @Override
    public Optional<String> traceParent() {
        TraceContext trace = call.trace();
        return trace == null ? Optional.empty() : Optional.of(trace.parent());
    }

    @Override
    public Optional<String> traceState() {
        TraceContext trace = call.trace();
        return trace == null || trace.state().isEmpty() ? Optional.empty() : Optional.of(trace.state());
    }

    @Override
    public Duration remaining() {
        return Duration.ofNanos(remainingNanos());
    }

    long remainingNanos() {
        return Math.max(0, deadlineNanos - System.nanoTime());
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public Map<String, String> env() {
        return function.env();
    }
}
