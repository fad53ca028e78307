package io.funclet.host.call.endpoint;

import io.funclet.api.FunctionException;
import io.funclet.api.FunctionHandler;
import io.funclet.api.Payload;
import io.funclet.host.call.compare.Reply;
import io.funclet.host.call.model.Call;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.model.CallShare;
import io.funclet.host.call.model.Responder;
import io.funclet.host.call.model.SingleLineText;
import io.funclet.host.call.worker.CallExecutor;
import io.funclet.host.log.FailedCallback;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Logger;

/**
 * Runs copies of a part of the calls on one version on another one, after the call has run. Compares what both reply, and
 * drops what the copy replies. Any thread.
 *
 * <p>Copies have a thread of their own, and a second one if the first is lost. They take no place, quota or time of a call. A
 * copy without room is dropped.
 */
public final class ShadowTraffic implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ShadowTraffic.class.getName());

    static final int MOST_COPIES = 16;

    /** Of the events and responses of all copies. */
    static final long MOST_BYTES = 4L << 20;

    /** A copy may take so many times longer than its call, but at least {@link #LEAST_NANOS}. */
    private static final int LONGER = 10;

    private static final long LEAST_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Stands for the document that a manager publishes if the function rejects the event. */
    private static final Payload ERROR_DOCUMENT = Payload.of("rejected");

    private final FunctionVersion candidate;
    private final CallShare share;
    private final CallExecutor workers = new CallExecutor(1, this::lost, ShadowTraffic::thread);

    /** Those of copies, by those of their calls: nothing that copies do counts for callers. */
    private final Map<FunctionEndpoint, FunctionEndpoint> endpoints = new ConcurrentHashMap<>();

    private final AtomicInteger copies = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    private final LongAdder compared = new LongAdder();
    private final LongAdder different = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private volatile String example = "";
    private volatile boolean closed;

    /** Copies go to the candidate, from when the other version {@linkplain FunctionVersion#shadow knows} of this. */
    public ShadowTraffic(FunctionVersion candidate, CallShare share) {
        this.candidate = candidate;
        this.share = share;
    }

    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it
    private static Thread thread(Runnable worker) {
        Thread thread = new Thread(null, worker, "shadow", 0, false);
        thread.setDaemon(true);
        // Where the system heeds it. Elsewhere the number of threads is the bound.
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    }

    /** The handler, with copies of its calls. */
    FunctionHandler copying(FunctionHandler handler) {
        return (event, context) -> {
            long begin = System.nanoTime();
            Payload returned;
            try {
                returned = handler.handle(event, context);
            } catch (Throwable thrown) {
                copy(new Reply(failure(thrown), Payload.empty()), begin);
                throw thrown;
            }
            copy(new Reply(null, returned == null ? Payload.empty() : returned), begin);
            return returned;
        };
    }

    private static CallFailure failure(Throwable thrown) {
        return thrown instanceof FunctionException
                ? CallFailure.REFUSED
                : thrown instanceof Error ? CallFailure.FUNCTION_BROKEN : CallFailure.FUNCTION_FAILED;
    }

    /** On the thread of the call: throws nothing, and does not wait. */
    private void copy(Reply reply, long begin) {
        try {
            Invocation original = CurrentCall.get();
            // What a version replies to a call that has been given up is no reply.
            if (!closed && original != null && !original.hasEnded() && share.has(original.context.call())) {
                queue(original, reply, Math.max(LEAST_NANOS, LONGER * (System.nanoTime() - begin)));
            }
        } catch (RuntimeException | Error failed) {
            FailedCallback.log(LOG, "copying a call", failed);
        }
    }

    private void queue(Invocation original, Reply reply, long limit) {
        long size = (long) original.context.event().size() + reply.response().size();
        if (reserve(size)) {
            workers.execute(() -> run(original, reply, size, limit));
        } else {
            dropped.increment();
        }
    }

    private boolean reserve(long size) {
        int copiesNow = copies.incrementAndGet();
        boolean isRoom = bytes.addAndGet(size) <= MOST_BYTES && copiesNow <= MOST_COPIES;
        if (!isRoom) {
            release(size);
        }
        return isRoom;
    }

    private void release(long size) {
        copies.decrementAndGet();
        bytes.addAndGet(-size);
    }

    private void run(Invocation original, Reply reply, long size, long longest) {
        try (Lease lease = candidate.enter()) {
            if (lease == null || closed) {
                return;
            }
            FunctionEndpoint endpoint = endpoints.computeIfAbsent(original.endpoint, this::endpoint);
            long limit = Math.min(longest, original.endpoint.timeoutNanos());
            Call call = original.context.call();
            Invocation copy = new Invocation(
                    new ShadowCallContext(call, endpoint, System.nanoTime() + limit),
                    endpoint,
                    new Comparison(call, reply),
                    original.hooks);
            if (copy.begin(candidate, null)) {
                copy.outcome.arm(original.hooks.schedule(copy::expire, limit));
                copy.handle(candidate, null);
            }
        } finally {
            release(size);
        }
    }

    private FunctionEndpoint endpoint(FunctionEndpoint original) {
        return new FunctionEndpoint(
                original.config(), original.bulkhead().limits(), new WorkerQuota(1, workers, null), workers, false);
    }

    /** How many threads run a copy that goes on after its time and its interruption. */
    public int lost() {
        return endpoints.values().stream().mapToInt(CurrentCall::overtime).sum();
    }

    /** How many copies have been compared. */
    public long compared() {
        return compared.sum();
    }

    /** How many of them had another reply. */
    public long different() {
        return different.sum();
    }

    /** How many copies were not made, because there was no room. */
    public long dropped() {
        return dropped.sum();
    }

    /** The last difference in words, without any content; empty if there was none. */
    public String example() {
        return example;
    }

    /** Makes no more copies. Those that run go on, within their time. Does not wait. */
    @Override
    public void close() {
        closed = true;
        workers.retire();
    }

    /** Where the reply to a copy goes. */
    private final class Comparison implements Responder {

        private final Call call;
        private final Reply expected;

        Comparison(Call call, Reply expected) {
            this.call = call;
            this.expected = expected;
        }

        @Override
        public Payload errorDocument(String message) {
            return ERROR_DOCUMENT;
        }

        @Override
        public void succeed(Payload payload) {
            compare(
                    payload == ERROR_DOCUMENT
                            ? new Reply(CallFailure.REFUSED, Payload.empty())
                            : new Reply(null, payload));
        }

        @Override
        public void fail(CallFailure failure, String message) {
            // A version that is stopped has not replied.
            if (failure != CallFailure.UNAVAILABLE) {
                compare(new Reply(failure, Payload.empty()));
            }
        }

        private void compare(Reply reply) {
            compared.increment();
            expected.difference(reply).ifPresent(difference -> {
                different.increment();
                String id = call.invokeId().isEmpty() ? "" : "call " + SingleLineText.of(call.invokeId()) + ": ";
                example = id + difference;
            });
        }
    }
}
