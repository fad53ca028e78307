package io.funclet.host.grpc;

import io.funclet.host.config.TlsConfig;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.logging.Logger;

/** Makes the TLS context of the server from PEM files. */
final class Tls {

    private static final Logger LOG = Logger.getLogger(Tls.class.getName());

    private Tls() {}

    static SslContext context(TlsConfig config) throws IOException {
        PrivateKey key = PemKey.read(config.key());
        X509Certificate[] chain = certificates(config.certificate());
        warnUnlessValid(config.certificate(), chain[0]);
        try {
            // The JDK's own provider: the native one costs memory, and a library unpacked to disk at each start.
            SslContextBuilder builder =
                    GrpcSslContexts.configure(SslContextBuilder.forServer(key, chain), SslProvider.JDK);
            if (config.clientAuthority().isPresent()) {
                Path authority = config.clientAuthority().get();
                builder.trustManager(certificates(authority)).clientAuth(ClientAuth.REQUIRE);
            }
            return builder.build();
        } catch (IllegalArgumentException | IOException e) {
            throw new IOException(
                    "key " + config.key() + " and certificate " + config.certificate() + " do not make a TLS server: "
                            + e.getMessage(),
                    e);
        }
    }

    private static X509Certificate[] certificates(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<?> certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new IOException("certificate " + file + " holds no certificate");
            }
            return certificates.toArray(X509Certificate[]::new);
        } catch (GeneralSecurityException e) {
            throw new IOException("certificate " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void warnUnlessValid(Path file, X509Certificate certificate) {
        try {
            certificate.checkValidity();
        } catch (CertificateExpiredException e) {
            // Refusing would stop a gateway whose clients may not even look at the date.
            LOG.warning("certificate " + file + " has expired on "
                    + certificate.getNotAfter().toInstant());
        } catch (CertificateNotYetValidException e) {
            LOG.warning("certificate " + file + " is not valid before "
                    + certificate.getNotBefore().toInstant());
        }
    }
}
