package io.funclet.host.typed;

import io.funclet.host.typed.json.JsonFault;

/** The response of a typed function cannot be JSON. The message has the place. Its class's name is in the caller's line. */
final class InvalidResponseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidResponseException(JsonFault fault) {
        super(fault.getMessage(), fault.getCause());
    }
}
