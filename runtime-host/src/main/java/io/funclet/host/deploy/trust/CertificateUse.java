package io.funclet.host.deploy.trust;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** What the key of a certificate is used for, which its issuer must have allowed. */
enum CertificateUse {
    SIGN_CODE("1.3.6.1.5.5.7.3.3", "code signing", false),
    TIMESTAMP("1.3.6.1.5.5.7.3.8", "timestamps", true);

    private static final String ANY = "2.5.29.37.0";
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int NON_REPUDIATION = 1;

    private final String identifier;
    private final String words;

    /** Whether the extended key usage must be there (RFC 3161, section 2.3). */
    private final boolean needed;

    CertificateUse(String identifier, String words, boolean needed) {
        this.identifier = identifier;
        this.words = words;
        this.needed = needed;
    }

    /** Why a certificate is not for this use, in words that follow the name of the jar; empty if it is. */
    Optional<String> fault(X509Certificate certificate) {
        String who = "is signed by " + CertificateName.of(certificate);
        boolean[] usage = certificate.getKeyUsage();
        if (usage != null && !usage[DIGITAL_SIGNATURE] && !usage[NON_REPUDIATION]) {
            return Optional.of(who + ", whose key usage does not include digital signatures");
        }
        try {
            List<String> extended = certificate.getExtendedKeyUsage();
            boolean fits =
                    extended == null ? !needed : extended.contains(identifier) || extended.contains(ANY) && !needed;
            return fits ? Optional.empty() : Optional.of(who + ", whose extended key usage does not include " + words);
        } catch (CertificateParsingException broken) {
            return Optional.of(who + ", whose extended key usage cannot be read");
        }
    }
}
