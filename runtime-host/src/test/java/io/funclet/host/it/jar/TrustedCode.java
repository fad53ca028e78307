package io.funclet.host.it.jar;

import io.funclet.host.it.jar.SigningKey.Form;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.function.Consumer;
import jdk.security.jarsigner.JarSigner;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * Keys, and a trust directory that trusts some of them.
 *
 * @param vendor has a certificate of the authority, which the directory has
 * @param alone is in the directory itself, by its public key
 * @param lost has a certificate of the authority that is revoked
 * @param clocks the authority for clocks, which the directory has
 * @param clock says of each signature that it is 200 days old
 */
public record TrustedCode(
        SigningKey authority,
        SigningKey vendor,
        SigningKey alone,
        SigningKey lost,
        SigningKey stranger,
        SigningKey clocks,
        TimestampAuthority clock) {

    /** An entry of each jar. */
    public static final String TEXT = "it/text.txt";

    public static TrustedCode make() throws Exception {
        SigningKey authority = SigningKey.authority("authority");
        SigningKey clocks = SigningKey.authority("clocks");
        return new TrustedCode(
                authority,
                authority.issue("vendor", Form.CODE),
                SigningKey.alone("alone"),
                authority.issue("lost", Form.CODE),
                SigningKey.authority("stranger"),
                clocks,
                new TimestampAuthority(
                        clocks.issue("clock", Form.CODE.meantFor(KeyPurposeId.id_kp_timeStamping)),
                        Instant.now().minus(Duration.ofDays(200))));
    }

    /** Writes the trust directory. */
    public void write(Path directory) throws Exception {
        authority.writeCertificate(directory.resolve("authority.pem"));
        clocks.writeCertificate(directory.resolve("timestamp/clocks.crt"));
        alone.writePublicKey(directory.resolve("alone.pem"));
        Files.writeString(
                directory.resolve("revoked"),
                "# lost in May\nserial " + lost.certificate().getSerialNumber().toString(16) + " CN=authority\n");
    }

    public static void add(Path list, String line) throws Exception {
        Files.writeString(list, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** A bundle with a function, unsigned. */
    public static FunctionJar function(String name, String response) {
        return FunctionJar.bundle("it." + name)
                .header("Include-Resource", TEXT + ";literal='text'")
                .header("Bundle-Name", name)
                .function(name, "return io.funclet.api.Payload.of(\"" + response + "\");")
                .build();
    }

    public static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    /** Digests of entries, manifest and signature file. */
    public static Consumer<JarSigner.Builder> digest(String algorithm) {
        return builder -> {
            try {
                builder.digestAlgorithm(algorithm);
            } catch (NoSuchAlgorithmException absent) {
                throw new IllegalStateException(absent);
            }
        };
    }

    public static Consumer<JarSigner.Builder> signature(String algorithm) {
        return builder -> {
            try {
                builder.signatureAlgorithm(algorithm);
            } catch (NoSuchAlgorithmException absent) {
                throw new IllegalStateException(absent);
            }
        };
    }
}
