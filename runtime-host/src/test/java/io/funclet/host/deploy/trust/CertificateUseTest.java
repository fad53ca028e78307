package io.funclet.host.deploy.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.IssuedKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CertificateUseTest {

    /** RFC 3161 demands it of those who stamp. */
    @Test
    void certificateThatSaysNothingOfItsUse_maySignCode_butNoTimestamps() throws Exception {
        X509Certificate certificate = IssuedKey.alone("vendor").certificate();

        assertEquals(Optional.empty(), CertificateUse.SIGN_CODE.fault(certificate));
        assertEquals(
                Optional.of("is signed by " + CertificateName.of(certificate)
                        + ", whose extended key usage does not include timestamps"),
                CertificateUse.TIMESTAMP.fault(certificate));
    }
}
