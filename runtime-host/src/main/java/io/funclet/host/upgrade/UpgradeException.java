package io.funclet.host.upgrade;

/** The other version has not taken over, or was taken back. The message says why, in one line. */
public final class UpgradeException extends Exception {

    private static final long serialVersionUID = 1;

    UpgradeException(String message) {
        super(message);
    }
}
