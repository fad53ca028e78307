package io.funclet.wrap;

/** A jar that cannot become a bundle. The message says what, where and what to do, in one line. */
final class WrapException extends Exception {

    WrapException(String message) {
        super(message);
    }
}
