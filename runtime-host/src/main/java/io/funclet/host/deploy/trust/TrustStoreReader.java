package io.funclet.host.deploy.trust;

import io.funclet.host.config.text.PrintableText;
import io.funclet.host.storage.FileErrorText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;

/** Reads a trust directory as a whole, and finds all that is wrong with it. */
final class TrustStoreReader {

    private static final String ALLOW = "allow";
    private static final String REVOKED = "revoked";
    private static final String TIMESTAMP = "timestamp";

    private static final Pattern CERTIFICATE_FILE =
            Pattern.compile(".*\\.(pem|crt|cer|der|pub)", Pattern.CASE_INSENSITIVE);
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s+([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern SERIAL = Pattern.compile("serial\\s+(?:0x)?([0-9a-fA-F:]+)\\s+(.+)");

    private static final List<String> KEY_ALGORITHMS = List.of("EC", "RSA", "EdDSA", "DSA");

    private final Path directory;
    private final List<String> problems = new ArrayList<>();

    private TrustStoreReader(Path directory) {
        this.directory = directory;
    }

    /** @throws IOException if it cannot be used; the message says where and why */
    static TrustStore read(Path directory) throws IOException {
        TrustStoreReader reader = new TrustStoreReader(directory);
        TrustAnchors signers = reader.anchors(directory, CertificateUse.SIGN_CODE);
        Path clocks = directory.resolve(TIMESTAMP);
        TrustAnchors timestamps = Files.isDirectory(clocks)
                ? reader.anchors(clocks, CertificateUse.TIMESTAMP)
                : new TrustAnchors(CertificateUse.TIMESTAMP, List.of(), Set.of());
        Set<String> allowed = new HashSet<>();
        Set<String> digests = new HashSet<>();
        Set<RevocationList.Serial> serials = new HashSet<>();
        reader.lines(ALLOW, (line, where) -> {
            if (!reader.addDigest(line, allowed)) {
                reader.problems.add(where + " is no SHA-256 digest, as sha256sum writes it");
            }
        });
        reader.lines(REVOKED, (line, where) -> {
            if (!reader.addSerial(line, serials) && !reader.addDigest(line, digests)) {
                reader.problems.add(where + " is neither a SHA-256 digest of a jar or of a certificate, nor"
                        + " serial NUMBER ISSUER");
            }
        });
        if (!reader.problems.isEmpty()) {
            throw new IOException(String.join("; ", reader.problems));
        }
        return new TrustStore(signers, timestamps, allowed, new RevocationList(digests, serials));
    }

    private TrustAnchors anchors(Path from, CertificateUse use) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        Set<PublicKey> keys = new HashSet<>();
        for (Path file : files(from)) {
            String name = directory.relativize(file).toString();
            boolean list = from.equals(directory) && (name.equals(ALLOW) || name.equals(REVOKED));
            if (list || from.equals(directory) && name.equals(TIMESTAMP) && Files.isDirectory(file)) {
                continue;
            }
            if (!CERTIFICATE_FILE.matcher(name).matches() || !Files.isRegularFile(file)) {
                problems.add(
                        name + " is neither " + ALLOW + " nor " + REVOKED + ", and does not end as a certificate or a"
                                + " public key does: .pem, .crt, .cer, .der, .pub");
                continue;
            }
            try {
                add(Files.readAllBytes(file), certificates, keys);
            } catch (GeneralSecurityException broken) {
                problems.add(name + " has no certificate and no public key that Java can read: " + broken.getMessage());
            }
        }
        return new TrustAnchors(use, certificates, keys);
    }

    /** Without hidden ones, as the volumes of Kubernetes have them. */
    private static Set<Path> files(Path from) throws IOException {
        Set<Path> files = new TreeSet<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(
                from, file -> !file.getFileName().toString().startsWith("."))) {
            all.forEach(files::add);
        }
        return files;
    }

    private static void add(byte[] content, List<X509Certificate> certificates, Set<PublicKey> keys)
            throws GeneralSecurityException {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        if (!text.contains("-----BEGIN ")) {
            addDer(content, certificates, keys);
            return;
        }
        int found = 0;
        for (Matcher pem = PEM.matcher(text); pem.find(); found++) {
            byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
            switch (pem.group(1)) {
                case "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE" -> certificates.add(certificate(der));
                case "PUBLIC KEY" -> keys.add(key(der));
                default ->
                    throw new CertificateException("it holds a " + pem.group(1).toLowerCase(Locale.ROOT));
            }
        }
        if (found == 0) {
            throw new CertificateException("it is no complete PEM file");
        }
    }

    private static void addDer(byte[] content, List<X509Certificate> certificates, Set<PublicKey> keys)
            throws GeneralSecurityException {
        try {
            certificates.add(certificate(content));
        } catch (CertificateException noCertificate) {
            keys.add(key(content));
        }
    }

    private static X509Certificate certificate(byte[] der) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    private static PublicKey key(byte[] der) throws GeneralSecurityException {
        for (String algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der));
            } catch (InvalidKeySpecException other) {
                // Each reads its own keys only.
            }
        }
        throw new InvalidKeySpecException("it is neither");
    }

    /** Reads a line without its comment. */
    @FunctionalInterface
    private interface LineReader {
        void read(String line, String where);
    }

    private void lines(String fileName, LineReader reader) throws IOException {
        Path file = directory.resolve(fileName);
        if (Files.notExists(file)) {
            return;
        }
        try {
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                String text = line.split("#", 2)[0].strip();
                if (!text.isEmpty()) {
                    reader.read(text, fileName + " line " + number + ": " + PrintableText.quoted(text));
                }
            }
        } catch (IOException unreadable) {
            problems.add(fileName + " cannot be read: " + FileErrorText.words(unreadable));
        }
    }

    /** With colons or without, and with the name of a file or without. */
    private boolean addDigest(String line, Set<String> digests) {
        String digest = line.split("\\s", 2)[0].replace(":", "").toLowerCase(Locale.ROOT);
        boolean is = DIGEST.matcher(digest).matches();
        if (is) {
            digests.add(digest);
        }
        return is;
    }

    private boolean addSerial(String line, Set<RevocationList.Serial> serials) {
        Matcher serial = SERIAL.matcher(line);
        if (!serial.matches()) {
            return false;
        }
        try {
            BigInteger number = new BigInteger(serial.group(1).replace(":", ""), 16);
            serials.add(new RevocationList.Serial(number, new X500Principal(serial.group(2))));
            return true;
        } catch (IllegalArgumentException noName) {
            return false;
        }
    }
}
