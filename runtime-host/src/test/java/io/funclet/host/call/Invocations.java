package io.funclet.host.call;

import java.time.Duration;

/** Invocations without an {@link Invoker}: without a clock, and not counted. */
final class Invocations {

    private Invocations() {}

    static Invocation of(FunctionSlot slot, Answer answer) {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        return new Invocation(Calls.to(slot.name()), slot, answer, deadline, () -> {}, () -> {});
    }
}
