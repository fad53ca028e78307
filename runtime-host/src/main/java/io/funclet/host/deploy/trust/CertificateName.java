package io.funclet.host.deploy.trust;

import io.funclet.host.config.text.PrintableText;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.security.auth.x500.X500Principal;

/** How the subject of a certificate is called in a line of text. */
final class CertificateName {

    /** Otherwise the address is in hexadecimal digits. */
    private static final Map<String, String> KEYWORDS = Map.of("1.2.840.113549.1.9.1", "EMAILADDRESS");

    private CertificateName() {}

    /** By RFC 2253, as {@code CN=Acme,O=Acme Inc.}. */
    static String of(X509Certificate certificate) {
        return PrintableText.printable(certificate.getSubjectX500Principal().getName(X500Principal.RFC2253, KEYWORDS));
    }
}
