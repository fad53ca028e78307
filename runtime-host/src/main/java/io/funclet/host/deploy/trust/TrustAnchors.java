package io.funclet.host.deploy.trust;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who is trusted for one use.
 *
 * @param certificates of authorities, who vouch for others, and of signers themselves
 * @param keys of signers
 */
record TrustAnchors(CertificateUse use, List<X509Certificate> certificates, Set<PublicKey> keys) {

    TrustAnchors {
        certificates = List.copyOf(certificates);
        keys = Set.copyOf(keys);
    }

    /**
     * Why a signer is not trusted, in words that follow the name of the jar; empty if it is.
     *
     * @param path its certificate, and those of its issuers as the signature has them
     * @param at when each of them, and that of the authority, must be valid
     */
    Optional<String> fault(CertPath path, Instant at) {
        List<X509Certificate> chain =
                path.getCertificates().stream().map(X509Certificate.class::cast).toList();
        X509Certificate signer = chain.get(0);
        Optional<String> unfit =
                use.fault(signer).or(() -> weakness(List.of(signer), false)).or(() -> date(signer, at));
        if (unfit.isPresent() || certificates.contains(signer) || keys.contains(signer.getPublicKey())) {
            return unfit;
        }
        String fault = "is signed by " + CertificateName.of(signer)
                + ", which is not trusted: no certificate of the trust" + " directory is its own or issued it";
        for (int i = 0; i < chain.size(); i++) {
            for (X509Certificate authority : certificates) {
                if (authority.getBasicConstraints() >= 0
                        && authority
                                .getSubjectX500Principal()
                                .equals(chain.get(i).getIssuerX500Principal())) {
                    Optional<String> broken = fault(chain.subList(0, i + 1), authority, at);
                    if (broken.isEmpty()) {
                        return broken;
                    }
                    fault = broken.get();
                }
            }
        }
        return Optional.of(fault);
    }

    private static Optional<String> fault(List<X509Certificate> chain, X509Certificate authority, Instant at) {
        List<X509Certificate> all = new ArrayList<>(chain);
        all.add(authority);
        for (X509Certificate certificate : all) {
            Optional<String> expired = date(certificate, at);
            if (expired.isPresent()) {
                return expired;
            }
        }
        return weakness(chain, true).or(() -> invalid(chain, new TrustAnchor(authority, null), at));
    }

    private static Optional<String> invalid(List<X509Certificate> chain, TrustAnchor anchor, Instant at) {
        try {
            PKIXParameters parameters = new PKIXParameters(Set.of(anchor));
            // Gateways are often without a network. The trust directory says what is revoked.
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(at));
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(chain), parameters);
            return Optional.empty();
        } catch (CertPathValidatorException invalid) {
            int index = Math.max(0, invalid.getIndex());
            return Optional.of(
                    "is signed by " + CertificateName.of(chain.get(0)) + ", whose chain of certificates is not"
                            + " valid at " + CertificateName.of(chain.get(index)) + ": " + invalid.getMessage());
        } catch (GeneralSecurityException unusable) {
            return Optional.of("has a chain of certificates that cannot be checked: " + unusable.getMessage());
        }
    }

    private static Optional<String> date(X509Certificate certificate, Instant at) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        if (at.isAfter(until)) {
            return Optional.of("is signed with a certificate that has expired: " + CertificateName.of(certificate)
                    + ", at " + until);
        }
        return at.isBefore(from)
                ? Optional.of("is signed with a certificate that is not valid before " + from + ": "
                        + CertificateName.of(certificate))
                : Optional.empty();
    }

    private static Optional<String> weakness(List<X509Certificate> certificates, boolean issued) {
        for (X509Certificate certificate : certificates) {
            Optional<String> weak = StrongAlgorithms.weakKey(certificate.getPublicKey())
                    .or(() -> issued ? StrongAlgorithms.weakIssue(certificate) : Optional.empty());
            if (weak.isPresent()) {
                return Optional.of("is signed with a certificate that is too weak: " + CertificateName.of(certificate)
                        + " has " + weak.get());
            }
        }
        return Optional.empty();
    }
}
