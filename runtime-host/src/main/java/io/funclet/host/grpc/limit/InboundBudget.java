package io.funclet.host.grpc.limit;

import io.funclet.host.grpc.transport.RateLimitedLog;
import io.grpc.Status;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** The time and the memory that incomplete requests may take on all event loops, and what the log says of them. */
public final class InboundBudget {

    private final RateLimitedLog log = new RateLimitedLog(InboundBudget.class);
    private final RateLimitedLog rejections = new RateLimitedLog(InboundBudget.class);
    private final long maxBytes;
    private final long fairBytes;
    final long patienceNanos;

    /** The status of a request that takes too long. */
    final Status late;

    /** The status of a request that is ended to free memory. */
    final Status pressed;

    /** The bytes of each event loop that has had a call. */
    private final List<AtomicLong> shares = new CopyOnWriteArrayList<>();

    InboundBudget(Duration patience, long maxBytes, int eventLoops) {
        this.maxBytes = maxBytes;
        this.fairBytes = maxBytes / eventLoops;
        this.patienceNanos = patience.toNanos();
        this.late = Status.DEADLINE_EXCEEDED.withDescription(
                "the request was not complete within the " + patience.toMillis() + " ms that server.timeout allows");
        this.pressed = Status.RESOURCE_EXHAUSTED.withDescription("incomplete requests held more than the " + maxBytes
                + " bytes that FUNCLET_MAX_UNFINISHED allows, and this one was the oldest");
    }

    /** Adds a share, which one thread writes. Each event loop has one, and each other server. */
    public void add(AtomicLong share) {
        shares.add(share);
    }

    /** Whether all shares together are too much, and this one is more than fair. Adds them up only then. */
    public boolean isExceededBy(AtomicLong share) {
        return share.get() > fairBytes
                && shares.stream().mapToLong(AtomicLong::get).sum() > maxBytes;
    }

    /** Why a request that takes too long has failed. */
    public String lateReason() {
        return late.getDescription();
    }

    /** Why a request was ended to free memory. */
    public String pressedReason() {
        return pressed.getDescription();
    }

    /** A request was too large, or was ended to free memory. */
    void sayRejected(SocketAddress peer, Status status) {
        rejections.info("a request of " + peer + " was rejected: " + status.getDescription());
    }

    public void sayRelieved() {
        log.info("incomplete requests were ended: they held more than the " + maxBytes
                + " bytes that FUNCLET_MAX_UNFINISHED allows");
    }
}
