package io.funclet.host.config;

import io.funclet.host.config.source.BaseDirectory;
import io.funclet.host.config.source.Document;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The PEM files for TLS.
 *
 * @param key the server's private key: PKCS#8, PKCS#1 or SEC 1
 * @param clientAuthority the issuer of the certificates that clients must present; empty if they need none
 */
public record TlsConfig(Path key, Path certificate, Optional<Path> clientAuthority) {

    /** Reads the TLS keys of the section {@code server}; empty for plaintext, if no key is set. */
    public static Optional<TlsConfig> read(Document server, BaseDirectory base) {
        Optional<Path> ca = file(server, "ca", base);
        Optional<Path> key = file(server, "key", base);
        Optional<Path> certificate = file(server, "cert", base);
        if (key.isPresent() && certificate.isPresent()) {
            return Optional.of(new TlsConfig(key.get(), certificate.get(), ca));
        }
        // A silent fallback to plaintext would expose what should be protected.
        if (key.isPresent() || certificate.isPresent() || ca.isPresent()) {
            String missing = key.isPresent()
                    ? "server.cert"
                    : certificate.isPresent() ? "server.key" : "server.key and server.cert";
            server.problems()
                    .add(
                            server.at(ca.isPresent() ? "ca" : key.isPresent() ? "key" : "cert"),
                            "needs " + missing + " beside it, for TLS");
        }
        return Optional.empty();
    }

    private static Optional<Path> file(Document server, String key, BaseDirectory base) {
        return server.text(key).filter(path -> !path.isBlank()).map(path -> base.file(server.at(key), path));
    }
}
