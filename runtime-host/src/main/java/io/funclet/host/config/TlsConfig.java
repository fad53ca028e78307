package io.funclet.host.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The PEM files for TLS.
 *
 * @param key the server's private key: PKCS#8, PKCS#1 or SEC 1
 * @param certificate the server's certificate chain
 * @param clientAuthority who must have issued the certificate that every client then has to present; empty if clients
 *     need none
 */
public record TlsConfig(Path key, Path certificate, Optional<Path> clientAuthority) {}
