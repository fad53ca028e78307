package io.funclet.host.web.call;

import io.funclet.host.grpc.limit.InboundBudget;
import io.funclet.host.grpc.limit.OutboundBufferLimit;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The requests whose content has not arrived as a whole, the oldest one first. They share their memory with those of
 * gRPC. Used by one event loop.
 */
final class UnfinishedRequests {

    /** A request that is ended to free memory. */
    interface Unfinished {
        void press(String reason);
    }

    private final InboundBudget budget;
    private final Set<Unfinished> calls = new LinkedHashSet<>();

    /** What they hold. Other threads may read older values. */
    private final AtomicLong bytes = new AtomicLong();

    UnfinishedRequests(InboundBudget budget) {
        this.budget = budget;
        budget.add(bytes);
    }

    void begin(Unfinished call) {
        calls.add(call);
        grow(OutboundBufferLimit.STREAM_BYTES);
    }

    /** Makes room for more bytes: ends the oldest requests, which may be the one that needs them. */
    void grow(int more) {
        bytes.lazySet(bytes.getPlain() + more);
        while (budget.isExceededBy(bytes) && !calls.isEmpty()) {
            budget.sayRelieved();
            Iterator<Unfinished> oldest = calls.iterator();
            oldest.next().press(budget.pressedReason());
        }
    }

    /** A request is complete or has failed. It had grown by so many bytes. */
    void end(Unfinished call, int grown) {
        if (calls.remove(call)) {
            bytes.lazySet(bytes.getPlain() - grown - OutboundBufferLimit.STREAM_BYTES);
        }
    }

    String lateReason() {
        return budget.lateReason();
    }
}
