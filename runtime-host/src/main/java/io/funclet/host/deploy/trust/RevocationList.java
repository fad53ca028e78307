package io.funclet.host.deploy.trust;

import java.math.BigInteger;
import java.security.CodeSigner;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPath;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/**
 * What an operator has revoked.
 *
 * @param digests SHA-256 of jars and of certificates
 */
record RevocationList(Set<String> digests, Set<Serial> serials) {

    /** A certificate of an issuer. */
    record Serial(BigInteger number, X500Principal issuer) {}

    RevocationList {
        digests = Set.copyOf(digests);
        serials = Set.copyOf(serials);
    }

    /** In words that follow the name of a jar; empty if none of its signers is revoked, nor an issuer of theirs. */
    Optional<String> fault(Collection<CodeSigner> signers) {
        for (CodeSigner signer : signers) {
            for (Certificate certificate : signer.getSignerCertPath().getCertificates()) {
                if (isRevoked((X509Certificate) certificate)) {
                    X509Certificate revoked = (X509Certificate) certificate;
                    return Optional.of("is signed with a certificate that is revoked: " + CertificateName.of(revoked)
                            + ", serial number " + revoked.getSerialNumber().toString(16));
                }
            }
        }
        return Optional.empty();
    }

    boolean hasAny(CertPath path) {
        return path.getCertificates().stream().anyMatch(each -> isRevoked((X509Certificate) each));
    }

    private boolean isRevoked(X509Certificate certificate) {
        return serials.contains(new Serial(certificate.getSerialNumber(), certificate.getIssuerX500Principal()))
                || !digests.isEmpty() && digests.contains(sha256(certificate));
    }

    private static String sha256(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException readBefore) {
            throw new IllegalStateException(readBefore);
        }
    }
}
