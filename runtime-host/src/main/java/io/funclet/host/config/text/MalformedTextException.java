package io.funclet.host.config.text;

/** A text is not JSON, or not YAML. The message is one line and says where and why. */
public final class MalformedTextException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedTextException(String message) {
        super(message);
    }
}
