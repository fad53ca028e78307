package io.funclet.host.cli.registry;

import io.funclet.host.cli.client.PemFile;
import io.funclet.host.cli.oci.RegistryAccess;
import io.funclet.host.cli.oci.model.ArtifactReference;
import java.io.File;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options for a registry. */
final class RegistryOptions {

    static final String REFERENCE = "oci://HOST/REPOSITORY:TAG, oci:DIRECTORY[:TAG] or oci-archive:FILE[:TAG]";

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "PEM: who issued the registry's certificate, beside those that Java trusts.")
    private File authority;

    @Option(
            names = "--plain-http",
            negatable = true,
            description =
                    "Speak HTTP without TLS. Without this option it is so on loopback alone, unless there is --ca.")
    private Boolean plain;

    private RegistryAccess access;

    /** Reads the file anew, and gives the same as before if it has not changed. */
    RegistryAccess access() throws IOException {
        List<X509Certificate> authorities =
                authority == null ? List.of() : PemFile.of("--ca", authority).certificates();
        if (access == null || !access.authorities().equals(authorities)) {
            access = new RegistryAccess(Optional.ofNullable(plain), authorities, System.getenv());
        }
        return access;
    }

    static ArtifactReference reference(picocli.CommandLine command, String text) {
        try {
            return ArtifactReference.parse(text);
        } catch (IllegalArgumentException none) {
            throw new ParameterException(command, none.getMessage(), none);
        }
    }
}
