package io.funclet.host.it.jar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import jdk.security.jarsigner.JarSigner;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A private key with its chain of certificates, and how it signs jars.
 *
 * @param chain its own certificate first
 */
public record SigningKey(PrivateKey key, List<X509Certificate> chain) {

    private static final AtomicLong SERIAL = new AtomicLong(100);

    /** How a certificate differs from a good one. */
    public record Form(String algorithm, int bits, int usage, KeyPurposeId purpose, Instant from, Instant until) {

        public static final Form CODE = new Form(
                "EC",
                256,
                KeyUsage.digitalSignature,
                KeyPurposeId.id_kp_codeSigning,
                Instant.now().minus(Duration.ofDays(400)),
                Instant.now().plus(Duration.ofDays(400)));

        public Form expired() {
            return new Form(algorithm, bits, usage, purpose, from, Instant.now().minus(Duration.ofDays(100)));
        }

        public Form notYet() {
            return new Form(algorithm, bits, usage, purpose, until.minus(Duration.ofDays(1)), until);
        }

        public Form of(String otherAlgorithm, int otherBits) {
            return new Form(otherAlgorithm, otherBits, usage, purpose, from, until);
        }

        public Form usedFor(int otherUsage) {
            return new Form(algorithm, bits, otherUsage, purpose, from, until);
        }

        public Form meantFor(KeyPurposeId other) {
            return new Form(algorithm, bits, usage, other, from, until);
        }
    }

    public static SigningKey authority(String name) throws Exception {
        return make(name, Form.CODE, null, true);
    }

    public SigningKey issue(String name, Form form) throws Exception {
        return make(name, form, this, false);
    }

    /** With a certificate that it has signed by itself, and that says nothing of its use, as {@code keytool} makes it. */
    public static SigningKey alone(String name) throws Exception {
        return make(name, Form.CODE.usedFor(0).meantFor(null), null, false);
    }

    private static SigningKey make(String name, Form form, SigningKey issuer, boolean authority) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(form.algorithm());
        generator.initialize(form.bits());
        KeyPair pair = generator.generateKeyPair();
        X500Name subject = new X500Name("CN=" + name);
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer == null
                        ? subject
                        : new X500Name(
                                issuer.certificate().getSubjectX500Principal().getName()),
                BigInteger.valueOf(SERIAL.incrementAndGet()),
                Date.from(form.from()),
                Date.from(form.until()),
                subject,
                pair.getPublic());
        if (authority) {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        } else if (form.usage() != 0) {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(form.usage()));
        }
        if (!authority && form.purpose() != null) {
            builder.addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(form.purpose()));
        }
        PrivateKey signing = issuer == null ? pair.getPrivate() : issuer.key();
        String algorithm = signing.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        List<X509Certificate> chain = new ArrayList<>();
        chain.add(new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(signing))));
        if (issuer != null) {
            chain.addAll(issuer.chain());
        }
        return new SigningKey(pair.getPrivate(), List.copyOf(chain));
    }

    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** The SHA-256 of its certificate, as a list of revoked ones has it. */
    public String fingerprint() throws Exception {
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(certificate().getEncoded());
        return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
    }

    public FunctionJar sign(FunctionJar jar) throws Exception {
        return sign(jar, builder -> {});
    }

    public FunctionJar stamped(FunctionJar jar, URI tsa) throws Exception {
        return sign(jar, builder -> builder.tsa(tsa));
    }

    public FunctionJar sign(FunctionJar jar, Consumer<JarSigner.Builder> how) throws Exception {
        JarSigner.Builder builder = new JarSigner.Builder(
                key, CertificateFactory.getInstance("X.509").generateCertPath(chain));
        builder.signerName(certificate().getSubjectX500Principal().getName().substring(3, 7));
        how.accept(builder);
        Path file = Files.createTempFile("signed", ".jar");
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        try (ZipFile zip = new ZipFile(Files.write(file, jar.bytes()).toFile())) {
            builder.build().sign(zip, signed);
        } finally {
            Files.delete(file);
        }
        return new FunctionJar(signed.toByteArray());
    }

    /**
     * Signs a jar with another signature file than it has.
     *
     * @param carried whether the signature block has the signature file inside
     */
    public FunctionJar signAnew(FunctionJar signed, UnaryOperator<String> change, boolean carried) throws Exception {
        String name = "META-INF/"
                + certificate()
                        .getSubjectX500Principal()
                        .getName()
                        .substring(3, 7)
                        .toUpperCase(Locale.ROOT);
        String file = change.apply(RepackedJar.text(signed, name + ".SF"));
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        generator.addSignerInfoGenerator(
                new JcaSimpleSignerInfoGeneratorBuilder().build("SHA256withECDSA", key, certificate()));
        generator.addCertificates(new JcaCertStore(chain));
        byte[] block = generator
                .generate(new CMSProcessableByteArray(file.getBytes(UTF_8)), carried)
                .getEncoded("DER");
        return new FunctionJar(RepackedJar.with(
                signed,
                entry -> !entry.startsWith(name),
                ZipEntry.DEFLATED,
                Map.of(name + ".SF", file.getBytes(UTF_8), name + ".EC", block)));
    }

    /** Writes its certificate for a trust directory. */
    public void writeCertificate(Path file) throws Exception {
        write(file, "CERTIFICATE", certificate().getEncoded());
    }

    void writePublicKey(Path file) throws Exception {
        write(file, "PUBLIC KEY", certificate().getPublicKey().getEncoded());
    }

    private static void write(Path file, String label, byte[] der) throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                "-----BEGIN " + label + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label
                        + "-----\n");
    }

    /** Writes it for {@code funclet sign}. */
    public void writeStore(Path file, String alias, char[] password) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(alias, key, password, chain.toArray(X509Certificate[]::new));
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password);
        }
    }
}
