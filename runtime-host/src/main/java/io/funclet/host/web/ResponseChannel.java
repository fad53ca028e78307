package io.funclet.host.web;

import io.grpc.netty.shaded.io.netty.channel.Channel;

/** The way back to a client, for one request. */
public interface ResponseChannel {

    Channel channel();

    /** Asks a client that waits for it to send its content. On the event loop. */
    void proceed();

    /** The request is complete, and its call begins: it takes as long as the call may. On the event loop. */
    void calling();

    /**
     * Sends the response. Any thread.
     *
     * @param sent run on the event loop when the client has read the response, or never will
     */
    void respond(WebResponse webResponse, Runnable sent);
}
