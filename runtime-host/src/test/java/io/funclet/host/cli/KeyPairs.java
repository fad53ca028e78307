package io.funclet.host.cli;

import io.funclet.host.IssuedKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Certificates and their keys as PEM files. */
record KeyPairs(Path directory) {

    /** Writes {@code ALIAS.pem} and {@code ALIAS.key}. */
    void write(String alias, IssuedKey made) throws Exception {
        write(certificate(alias), "CERTIFICATE", made.certificate().getEncoded());
        write(key(alias), "PRIVATE KEY", made.key().getEncoded());
    }

    Path certificate(String alias) {
        return directory.resolve(alias + ".pem");
    }

    Path key(String alias) {
        return directory.resolve(alias + ".key");
    }

    static void write(Path file, String type, byte[] der) throws IOException {
        String base64 = Base64.getMimeEncoder().encodeToString(der);
        Files.writeString(file, "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n");
    }
}
