package io.funclet.host.cli.oci;

import io.funclet.host.cli.oci.model.OciJson;
import io.funclet.host.cli.oci.model.RegistryException;
import java.io.IOException;
import java.util.List;

/** What a registry says of a failure. */
final class RegistryErrors {

    private static final int MOST_CHARACTERS = 300;

    private record Failure(String code, String message) {}

    private record Failures(List<Failure> errors) {}

    private RegistryErrors() {}

    /** Whether another attempt may have another response. */
    static boolean isPassing(int status) {
        return status == 408 || status == 429 || status >= 500;
    }

    /** @param what happened, in the words of this side */
    static IOException of(int status, byte[] body, String what) {
        String message = what + ": status " + status + reason(body);
        return isPassing(status) ? new IOException(message) : new RegistryException(message);
    }

    private static String reason(byte[] body) {
        if (body == null || body.length == 0) {
            return "";
        }
        try {
            Failures failures = OciJson.read(body, Failures.class, "the error");
            if (failures.errors() != null
                    && !failures.errors().isEmpty()
                    && failures.errors().get(0) != null) {
                Failure first = failures.errors().get(0);
                String text = first.message() == null ? first.code() : first.code() + ", " + first.message();
                return text == null ? "" : ", " + text.substring(0, Math.min(text.length(), MOST_CHARACTERS));
            }
        } catch (RegistryException otherwise) {
            // A proxy's page, for example.
        }
        return "";
    }
}
