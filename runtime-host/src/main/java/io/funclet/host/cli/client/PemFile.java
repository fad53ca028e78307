package io.funclet.host.cli.client;

import io.funclet.host.grpc.transport.PemKey;
import io.funclet.host.grpc.transport.TlsContext;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.util.List;

/** A file of an option. Errors name the option and the file. */
public record PemFile(String option, File file, String text) {

    public static PemFile of(String option, File file) throws IOException {
        if (!file.isFile()) {
            throw new IOException(option + ": there is no file " + file);
        }
        try {
            return new PemFile(option, file, Files.readString(file.toPath(), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new IOException(option + ": " + file + " cannot be read: " + e, e);
        }
    }

    /** At least one. */
    public List<X509Certificate> certificates() throws IOException {
        try {
            return List.of(TlsContext.certificates(file.toPath()));
        } catch (IOException none) {
            throw new IOException(option + ": there is no certificate in " + file + " (PEM, BEGIN CERTIFICATE)", none);
        }
    }

    /** Checks the key: gRPC accepts only PKCS#8, and the server would reject a wrong key silently. */
    public void requireKeyOf(X509Certificate certificate) throws IOException {
        if (!text.contains("-----BEGIN PRIVATE KEY-----")) {
            throw new IOException(option + ": " + file + " is not PKCS#8; openssl pkcs8 -topk8 -nocrypt -in " + file
                    + " makes it so");
        }
        try {
            if (TlsContext.belongTogether(PemKey.read(file.toPath()), certificate.getPublicKey())) {
                return;
            }
        } catch (IOException unreadable) {
            // Reported below.
        }
        throw new IOException(option + ": " + file + " is not the key of the certificate of --cert");
    }
}
