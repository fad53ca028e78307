package io.funclet.host.call;

import io.funclet.api.Payload;

/**
 * Where the outcome of a call goes. Exactly one of the two methods is called, once, by any thread. Neither blocks, and
 * neither throws: a caller who has gone away is none of the function's business.
 */
public interface Answer {

    /**
     * Whether an answer can be sent. One that cannot fails the call, and counts as a failure. Asked by the thread that calls
     * {@link #succeed} with it next.
     *
     * @param payload the answer
     * @return whether it is within the limits
     */
    default boolean fits(Payload payload) {
        return true;
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
