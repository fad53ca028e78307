package io.funclet.host.cli.client;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of an option. Errors name the option and the file. */
public record PemFile(String option, File file, String text) {

    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private static final byte[] PROBE = "funclet".getBytes(StandardCharsets.US_ASCII);

    public static PemFile of(String option, File file) throws IOException {
        if (!file.isFile()) {
            throw new IOException(option + ": there is no file " + file);
        }
        try {
            return new PemFile(option, file, Files.readString(file.toPath(), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new IOException(option + ": " + file + " cannot be read: " + e, e);
        }
    }

    /** At least one. */
    public List<X509Certificate> certificates() throws IOException {
        try {
            List<X509Certificate> found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (!found.isEmpty()) {
                return found;
            }
        } catch (CertificateException noCertificate) {
            // Reported below.
        }
        throw new IOException(option + ": there is no certificate in " + file + " (PEM, BEGIN CERTIFICATE)");
    }

    /** Checks the key: gRPC accepts only PKCS#8, and the server would reject a wrong key silently. */
    public void requireKeyOf(X509Certificate certificate) throws IOException {
        Matcher pkcs8 = PKCS8.matcher(text);
        if (!pkcs8.find()) {
            throw new IOException(option + ": " + file + " is not PKCS#8; openssl pkcs8 -topk8 -nocrypt -in " + file
                    + " makes it so");
        }
        if (!isKeyOf(certificate, pkcs8.group(1))) {
            throw new IOException(option + ": " + file + " is not the key of the certificate of --cert");
        }
    }

    private static boolean isKeyOf(X509Certificate certificate, String base64) {
        String algorithm = certificate.getPublicKey().getAlgorithm();
        String signing = switch (algorithm) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> algorithm;
        };
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(base64);
            PrivateKey key = KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            Signature signature = Signature.getInstance(signing);
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException | IllegalArgumentException noSuchKey) {
            return false;
        }
    }
}
