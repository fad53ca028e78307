package io.funclet.host.cli;

import io.funclet.host.grpc.PemKey;
import io.grpc.ChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
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

    @Option(names = "--key", paramLabel = "FILE", description = "PEM: its private key, PKCS#8, PKCS#1 or SEC 1.")
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
                try (InputStream chain = new FileInputStream(certificate)) {
                    credentials.keyManager(chain, new ByteArrayInputStream(pkcs8(key.toPath())));
                }
            }
        } catch (IOException e) {
            throw new ParameterException(command, "a PEM file cannot be read: " + e.getMessage());
        }
        return credentials.build();
    }

    /** gRPC takes keys of one kind only. */
    private static byte[] pkcs8(Path file) throws IOException {
        String base64 = Base64.getMimeEncoder().encodeToString(PemKey.read(file).getEncoded());
        return ("-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
