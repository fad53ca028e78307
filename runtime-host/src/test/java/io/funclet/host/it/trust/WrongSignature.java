package io.funclet.host.it.trust;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.RepackedJar;
import io.funclet.host.it.jar.SigningKey;
import io.funclet.host.it.jar.SigningKey.Form;
import io.funclet.host.it.jar.TimestampAuthority;
import io.funclet.host.it.jar.TrustedCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.ZipEntry;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/** Jars that no trust directory of {@link TrustedCode} trusts, and what is said of each. */
enum WrongSignature {
    NONE((jar, by) -> jar, "is not signed"),
    OF_A_STRANGER((jar, by) -> by.stranger().sign(jar), "is signed by CN=stranger, which is not trusted"),
    WITH_AN_ENTRY_ADDED(
            (jar, by) -> added(by.vendor().sign(jar), "it/added.txt"), "has an entry that is not signed: it/added.txt"),
    WITH_AN_ENTRY_ADDED_TO_META_INF(
            (jar, by) -> added(by.vendor().sign(jar), "META-INF/services/x"),
            "has an entry that is not signed: META-INF/services/x"),
    WITH_AN_ENTRY_FOR_A_JAVA_VERSION(
            (jar, by) -> added(by.vendor().sign(jar), "META-INF/versions/11/it/added.txt"),
            "has an entry that is not signed: META-INF/versions/11/it/added.txt"),
    WITH_A_FURTHER_SIGNATURE_FILE(
            (jar, by) -> added(by.vendor().sign(jar), "META-INF/OTHER.SF"),
            "has signature files without their signature blocks"),
    WITH_AN_UNKNOWN_SIGNATURE(
            (jar, by) -> added(by.vendor().sign(jar), "META-INF/SIG-OTHER"),
            "has an entry that is not signed: META-INF/SIG-OTHER"),
    WITH_AN_ENTRY_CHANGED(
            (jar, by) -> RepackedJar.with(by.vendor().sign(jar), TrustedCode.TEXT, "changed"),
            "was changed after it was signed: SHA-",
            TrustedCode.TEXT),
    WITH_AN_ENTRY_TAKEN_AWAY(
            (jar, by) -> kept(by.vendor().sign(jar), TrustedCode.TEXT),
            "lacks an entry that was signed: " + TrustedCode.TEXT),
    WITH_ANOTHER_HEADER(
            (jar, by) -> {
                FunctionJar signed = by.vendor().sign(jar);
                return RepackedJar.with(
                        signed,
                        "META-INF/MANIFEST.MF",
                        RepackedJar.text(signed, "META-INF/MANIFEST.MF")
                                .replaceFirst("Bundle-Name: .", "Bundle-Name: ?"));
            },
            "has a manifest that was changed after it was signed"),
    WITHOUT_A_DIGEST_OF_THE_MANIFEST(
            (jar, by) -> by.vendor()
                    .signAnew(
                            by.vendor().sign(jar),
                            file -> file.replaceAll("SHA-256-Digest-Manifest", "SHA-256-Of-Manifest"),
                            false),
            "has a signature that does not cover the main attributes of the manifest: META-INF/VEND.SF"),
    WITH_A_SIGNATURE_FILE_IN_THE_BLOCK(
            (jar, by) -> by.vendor().signAnew(by.vendor().sign(jar), file -> file, true),
            "has a signature block with content of its own"),
    WITH_ANOTHER_SIGNATURE_FILE(
            (jar, by) -> RepackedJar.with(
                    by.vendor().sign(jar),
                    "META-INF/VEND.SF",
                    RepackedJar.text(by.vendor().sign(jar), "META-INF/VEND.SF")
                            .replace("Created-By: ", "Created-By: x")),
            "was changed after it was signed: cannot verify signature block file META-INF/VEND"),
    WITH_A_SECOND_MANIFEST(
            (jar, by) -> added(by.vendor().sign(jar), "META-INF/manifest.mf"),
            "has a manifest by another name: META-INF/manifest.mf"),
    WITH_A_WEAK_DIGEST_OF_ENTRIES(
            (jar, by) -> by.vendor().sign(jar, TrustedCode.digest("SHA-1")), "is signed with SHA", "which is too weak"),
    WITH_A_WEAK_SIGNATURE(
            (jar, by) -> by.vendor().sign(jar, TrustedCode.signature("SHA1withECDSA")),
            "is signed with SHA-1, which is too weak (the digest of META-INF/VEND.EC)"),
    BY_A_WEAK_KEY(
            (jar, by) -> by.authority().issue("weak", Form.CODE.of("RSA", 1024)).sign(jar),
            "is signed with a certificate that is too weak: CN=weak has a key of 1024 bits (RSA), fewer than 2048"),
    AFTER_ITS_TIME(
            (jar, by) -> by.authority().issue("late", Form.CODE.expired()).sign(jar),
            "is signed with a certificate that has expired: CN=late"),
    BEFORE_ITS_TIME(
            (jar, by) -> by.authority().issue("early", Form.CODE.notYet()).sign(jar),
            "is signed with a certificate that is not valid before"),
    WITH_A_TIMESTAMP_OF_A_STRANGER(
            (jar, by) -> stampedLate(jar, by, by.stranger(), 200),
            "is signed with a certificate that has expired: CN=late",
            "its timestamp does not count"),
    WITH_A_TIMESTAMP_AFTER_ITS_TIME(
            (jar, by) -> stampedLate(jar, by, by.clocks(), 50),
            "is signed with a certificate that has expired: CN=late"),
    OF_A_KEY_FOR_SERVERS(
            (jar, by) -> by.authority()
                    .issue("server", Form.CODE.meantFor(KeyPurposeId.id_kp_serverAuth))
                    .sign(jar),
            "is signed by CN=server, whose extended key usage does not include code signing"),
    OF_A_KEY_FOR_ENCRYPTION(
            (jar, by) -> by.authority()
                    .issue("crypt", Form.CODE.usedFor(KeyUsage.keyEncipherment))
                    .sign(jar),
            "is signed by CN=crypt, whose key usage does not include digital signatures"),
    OF_A_SIGNER_AS_AUTHORITY(
            (jar, by) -> by.vendor().issue("below", Form.CODE).sign(jar), "is signed by CN=below, whose chain"),
    REVOKED_BY_SERIAL_NUMBER(
            (jar, by) -> by.lost().sign(jar), "is signed with a certificate that is revoked: CN=lost, serial number"),
    REVOKED_AMONG_OTHERS(
            (jar, by) -> by.lost().sign(by.vendor().sign(jar)),
            "is signed with a certificate that is revoked: CN=lost"),
    WITH_BYTES_BEFORE_IT(
            (jar, by) -> {
                FunctionJar signed = by.vendor().sign(jar);
                byte[] longer = new byte[signed.bytes().length + 4];
                System.arraycopy(signed.bytes(), 0, longer, 4, signed.bytes().length);
                return new FunctionJar(longer);
            },
            "has bytes"),
    WITH_TWO_ENDS(
            (jar, by) -> {
                byte[] signed = by.vendor().sign(jar).bytes();
                // A comment that begins as an end does.
                byte[] longer = Arrays.copyOf(signed, signed.length + 30);
                longer[signed.length - 2] = 30;
                System.arraycopy(signed, signed.length - 22, longer, signed.length, 4);
                return new FunctionJar(longer);
            },
            "has bytes after its end, or a comment that looks like another end"),
    WITH_TWO_NAMES_OF_AN_ENTRY(
            (jar, by) -> {
                byte[] signed = by.vendor().sign(jar).bytes();
                // The first occurrence is in the header before the content.
                int at = new String(signed, StandardCharsets.ISO_8859_1).indexOf(TrustedCode.TEXT);
                signed[at] = 'X';
                return new FunctionJar(signed);
            },
            "describes an entry in two ways");

    /** Makes one of a good jar. */
    @FunctionalInterface
    interface Maker {
        FunctionJar make(FunctionJar good, TrustedCode by) throws Exception;
    }

    private final Maker maker;
    private final String[] words;

    WrongSignature(Maker maker, String... words) {
        this.maker = maker;
        this.words = words;
    }

    FunctionJar make(FunctionJar good, TrustedCode by) throws Exception {
        return maker.make(good, by);
    }

    String[] words() {
        return words;
    }

    /** By a certificate that expired 100 days ago. */
    private static FunctionJar stampedLate(FunctionJar jar, TrustedCode by, SigningKey clocks, int daysAgo)
            throws Exception {
        SigningKey clock = clocks.issue("clock", Form.CODE.meantFor(KeyPurposeId.id_kp_timeStamping));
        try (TimestampAuthority authority =
                new TimestampAuthority(clock, Instant.now().minus(Duration.ofDays(daysAgo)))) {
            return by.authority().issue("late", Form.CODE.expired()).stamped(jar, authority.uri());
        }
    }

    private static FunctionJar added(FunctionJar jar, String name) {
        return RepackedJar.with(jar, name, "added");
    }

    private static FunctionJar kept(FunctionJar jar, String without) {
        return new FunctionJar(RepackedJar.with(jar, name -> !name.equals(without), ZipEntry.DEFLATED, Map.of()));
    }
}
