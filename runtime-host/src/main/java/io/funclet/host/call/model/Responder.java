package io.funclet.host.call.model;

import io.funclet.api.Payload;

/**
 * Receives the outcome of a call. Exactly one of {@link #succeed} and {@link #fail} is called, once, by any thread.
 * Neither blocks or throws.
 */
public interface Responder {

    /**
     * Why a response cannot be sent, so that the call fails; {@code null} if it can. Called at most once, by the thread
     * that calls {@link #succeed} next. May wait a moment for room, but not on an event loop.
     */
    default CallException refusal(Payload payload) {
        return null;
    }

    /**
     * Whether there is room for a response now, so that {@link #refusal} need not wait for it. For calls on event loops, which
     * cannot wait.
     */
    default boolean hasRoom(Payload payload) {
        return true;
    }

    /**
     * The document that the manager of the caller publishes if the function rejects the event; the message itself where
     * managers have none.
     */
    default Payload errorDocument(String message) {
        return Payload.of(message);
    }

    /** @param payload the response; empty for "filter" */
    void succeed(Payload payload);

    /** @param message one line for the caller */
    void fail(CallFailure failure, String message);

    /**
     * Fails a call because of a quota, in place of {@link #fail}.
     *
     * @param retryNanos when another call may succeed; 0 if that is not known; -1 if callers should not retry
     */
    default void rejectByQuota(String message, long retryNanos) {
        fail(CallFailure.QUOTA_EXCEEDED, message);
    }
}
