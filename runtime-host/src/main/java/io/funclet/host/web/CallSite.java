package io.funclet.host.web;

import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpRequest;

/** Takes the requests that call functions, if calls by HTTP are on. Called on the event loop of a connection. */
public interface CallSite {

    /** Whether a request is for a function. */
    boolean handles(HttpRequest request);

    /**
     * Begins such a request, whose content may still come.
     *
     * @param answers where the response goes
     * @return {@code null} if the response is known already
     */
    Exchange begin(HttpRequest request, ResponseChannel answers);

    /** From now on, new requests are rejected because the process stops. Any thread. */
    void reject();
}
