package io.funclet.host.web;

import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpContent;

/** A request that calls a function, until its response. Called on the event loop of its connection. */
public interface Exchange {

    /** Takes a part of the content, and with the last one the call begins. The part is released afterwards. */
    void receive(HttpContent part);

    /** The content has not come in time. */
    void late();

    /** The client has disconnected. */
    void abandon();
}
