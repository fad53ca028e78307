package io.funclet.host.cli;

import io.grpc.ChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options by which a client speaks TLS; a group that is absent unless {@code --tls} is given. */
final class TlsOptions {

    @Option(
            names = "--tls",
            required = true,
            description = "Speak TLS, as a runtime does that has a key and a certificate.")
    private boolean enabled;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "PEM: who issued the runtime's certificate; else those that Java trusts.")
    private File authority;

    @Option(names = "--cert", paramLabel = "FILE", description = "PEM: the certificate to present; with --key.")
    private File certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "PEM: its private key, PKCS#8.")
    private File key;

    /**
     * Reads the files.
     *
     * @param command whose options these are
     * @throws ParameterException if there is a certificate without a key or the reverse, or a file cannot be read
     */
    ChannelCredentials credentials(picocli.CommandLine command) {
        if ((certificate == null) != (key == null)) {
            throw new ParameterException(command, "--cert and --key belong together");
        }
        TlsChannelCredentials.Builder credentials = TlsChannelCredentials.newBuilder();
        try {
            if (authority != null) {
                credentials.trustManager(authority);
            }
            if (key != null) {
                requirePkcs8(command);
                credentials.keyManager(certificate, key);
            }
        } catch (IOException e) {
            throw new ParameterException(command, "a PEM file cannot be read: " + e.getMessage());
        }
        return credentials.build();
    }

    /** gRPC takes keys of one kind only, and says of baetyl's SEC 1 keys no more than that they are invalid. */
    private void requirePkcs8(picocli.CommandLine command) throws IOException {
        if (!Files.readString(key.toPath(), StandardCharsets.ISO_8859_1).contains("-----BEGIN PRIVATE KEY-----")) {
            throw new ParameterException(
                    command,
                    "--key: " + key + " is not PKCS#8; openssl pkcs8 -topk8 -nocrypt -in " + key + " makes it so");
        }
    }
}
