package io.funclet.host.cli.oci.model;

import java.io.IOException;

/** A failure that another attempt would meet again: a status, a format, a digest. */
public final class RegistryException extends IOException {

    private static final long serialVersionUID = 1L;

    public RegistryException(String message) {
        super(message);
    }

    public RegistryException(String message, Throwable cause) {
        super(message, cause);
    }
}
