package io.funclet.host.web.call;

import io.funclet.host.web.WebResponse;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpResponseStatus;

/** A request that is no call, and why. */
final class RejectedRequestException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient HttpResponseStatus status;
    private final String code;

    /** Without a stack, because no reader needs one. */
    RejectedRequestException(HttpResponseStatus status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    static RejectedRequestException malformed(String message) {
        return new RejectedRequestException(HttpResponseStatus.BAD_REQUEST, "INVALID_ARGUMENT", message);
    }

    static RejectedRequestException unsupported(String message) {
        return new RejectedRequestException(HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE, "INVALID_ARGUMENT", message);
    }

    WebResponse response() {
        return ProblemDocument.of(status, code, getMessage());
    }
}
