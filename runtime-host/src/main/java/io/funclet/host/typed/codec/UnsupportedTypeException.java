package io.funclet.host.typed.codec;

/** A typed function has a type that is not converted from or to JSON. The message says which one, where, and what to do. */
public final class UnsupportedTypeException extends Exception {

    private static final long serialVersionUID = 1L;

    public UnsupportedTypeException(String message) {
        super(message);
    }

    /** The same, with the place that has the type. */
    UnsupportedTypeException in(String place) {
        return new UnsupportedTypeException(place + ": " + getMessage());
    }
}
