package io.funclet.host.deploy.trust;

/** Why the signatures of a jar do not count. The message follows the name of the jar. */
final class UntrustedJarException extends Exception {

    private static final long serialVersionUID = 1;

    UntrustedJarException(String message) {
        super(message);
    }
}
