package io.funclet.host;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A key of TLS with its certificate. It is made in the JVM of the tests: a process of {@code keytool} takes a second. */
public record IssuedKey(PrivateKey key, X509Certificate certificate) {

    /** The subject alternative name of a server that is called by this address. */
    public static final GeneralName LOOPBACK = new GeneralName(GeneralName.iPAddress, "127.0.0.1");

    private static final AtomicLong SERIAL = new AtomicLong();

    public static IssuedKey authority(String name) throws Exception {
        return make(name, "EC", null, null, tomorrow(), true);
    }

    /** Signed by itself. */
    public static IssuedKey alone(String name) throws Exception {
        return make(name, "EC", null, null, tomorrow(), false);
    }

    /**
     * Issues another one.
     *
     * @param algorithm {@code EC} or {@code RSA}
     * @param alternative the subject alternative name; {@code null} for none
     */
    public IssuedKey issue(String name, String algorithm, GeneralName alternative) throws Exception {
        return make(name, algorithm, this, alternative, tomorrow(), false);
    }

    /** Issues one whose time is over. */
    public IssuedKey issueExpired(String name, GeneralName alternative) throws Exception {
        return make(name, "EC", this, alternative, Instant.now().minus(Duration.ofDays(1)), false);
    }

    private static Instant tomorrow() {
        return Instant.now().plus(Duration.ofDays(1));
    }

    private static IssuedKey make(
            String name, String algorithm, IssuedKey issuer, GeneralName alternative, Instant end, boolean authority)
            throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
        KeyPair pair = generator.generateKeyPair();
        X500Name subject = new X500Name("CN=" + name);
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer == null
                        ? subject
                        : new X500Name(
                                issuer.certificate().getSubjectX500Principal().getName()),
                BigInteger.valueOf(SERIAL.incrementAndGet()),
                Date.from(end.minus(Duration.ofDays(2))),
                Date.from(end),
                subject,
                pair.getPublic());
        builder.addExtension(
                Extension.subjectKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
        if (authority) {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        }
        if (alternative != null) {
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternative));
        }
        PrivateKey signing = issuer == null ? pair.getPrivate() : issuer.key();
        return new IssuedKey(
                pair.getPrivate(),
                new JcaX509CertificateConverter()
                        .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signing))));
    }
}
