package io.funclet.host.grpc.transport;

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
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.logging.Logger;

/** Makes the TLS context of the server from PEM files. */
public final class TlsContext {

    private static final Logger LOG = Logger.getLogger(TlsContext.class.getName());

    private TlsContext() {}

    /** For gRPC, with its negotiation of HTTP/2. */
    public static SslContext context(TlsConfig config) throws IOException {
        return context(config, true);
    }

    /** For HTTP/1.1. */
    public static SslContext webContext(TlsConfig config) throws IOException {
        return context(config, false);
    }

    private static SslContext context(TlsConfig config, boolean grpc) throws IOException {
        PrivateKey key = PemKey.read(config.key());
        X509Certificate[] chain = certificates(config.certificate());
        warnUnlessValid(config.certificate(), chain[0]);
        if (!belongTogether(key, chain[0].getPublicKey())) {
            throw new IOException("key " + config.key() + " is not the key of certificate " + config.certificate());
        }
        try {
            // The provider of the JDK: the native one costs memory, and unpacks a library to disk at each start.
            SslContextBuilder builder = SslContextBuilder.forServer(key, chain).sslProvider(SslProvider.JDK);
            if (grpc) {
                GrpcSslContexts.configure(builder, SslProvider.JDK);
            }
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

    /** @throws IOException if there is not even one; the message names the file and the reason, in one line */
    public static X509Certificate[] certificates(Path file) throws IOException {
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

    /**
     * Whether a certificate is that of a key. Compares by a signature, because only RSA has the public part in the private
     * key.
     */
    public static boolean belongTogether(PrivateKey key, PublicKey certified) throws IOException {
        if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(
                    switch (key.getAlgorithm()) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> key.getAlgorithm();
                    });
            signature.initSign(key);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            return signature.verify(signed);
        } catch (SignatureException e) {
            // A different curve or length.
            return false;
        } catch (GeneralSecurityException e) {
            throw new IOException("key and certificate cannot be compared: " + e.getMessage(), e);
        }
    }

    private static void warnUnlessValid(Path file, X509Certificate certificate) {
        Instant begin = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant();
        // Only warnings: rejecting would stop a gateway whose clients may not check the date.
        if (Instant.now().isAfter(end)) {
            LOG.warning("certificate " + file + " has expired on " + end);
        } else if (Instant.now().isBefore(begin)) {
            LOG.warning("certificate " + file + " is not valid before " + begin);
        }
    }
}
