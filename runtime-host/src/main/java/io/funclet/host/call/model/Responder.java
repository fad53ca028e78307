package io.funclet.host.call.model;

import io.funclet.api.Payload;

/**
 * Where the outcome of a call goes. Exactly one of {@link #succeed} and {@link #fail} is called, once, by any thread.
 * Neither blocks, and
 * neither throws: a caller who has gone away is none of the function's business.
 */
public interface Responder {

    /**
     * Whether an answer can be sent. One that cannot fails the call. Asked once at most, by the thread that calls
     * {@link #succeed} with it next, if the call has not ended meanwhile; may wait for room for a moment, if that thread is
     * none of an event loop.
     *
     * @param payload the answer
     * @return why it cannot; {@code null} if it can
     */
    default CallException refusal(Payload payload) {
        return null;
    }

    /**
     * Gives what the caller's manager publishes if a call is rejected.
     *
     * @param message one line for the caller
     * @return the document; the message itself where managers have none
     */
    default Payload errorDocument(String message) {
        return Payload.of(message);
    }

    /**
     * The function has answered.
     *
     * @param payload the answer; empty for "filter"
     */
    void succeed(Payload payload);

    /**
     * The call has failed.
     *
     * @param failure the kind of failure
     * @param message one line for the caller
     */
    void fail(CallFailure failure, String message);
}
