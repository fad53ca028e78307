package io.funclet.host.config.text;

/** A text is not valid JSON or YAML. The message is one line with the reason and the place. */
public final class MalformedTextException extends Exception {

    private static final long serialVersionUID = 1L;

    public MalformedTextException(String message) {
        super(message);
    }
}
