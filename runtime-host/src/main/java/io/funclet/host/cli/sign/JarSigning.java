package io.funclet.host.cli.sign;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import jdk.security.jarsigner.JarSigner;

/** Signs by what the JDK has, which a Java without it cannot load. */
record JarSigning(SigningKeyStore key, Optional<URI> timestampAuthority) {

    private static final String DIGEST = "-Digest";
    private static final int LONGEST_NAME = 8;

    /** Signs a jar, and returns what there is to say. The file is replaced as a whole, or stays as it is. */
    List<String> run(Path jar, Path output) throws IOException, GeneralSecurityException {
        Path target = Files.exists(output) ? output.toRealPath() : output.toAbsolutePath();
        Path unfinished;
        try {
            unfinished = Files.createTempFile(target.getParent(), ".signed-", ".part");
        } catch (NoSuchFileException noDirectory) {
            throw new IOException("there is no directory " + target.getParent() + " for the signed jar", noDirectory);
        }
        try {
            try (ZipFile zip = new ZipFile(jar.toFile());
                    OutputStream out = Files.newOutputStream(unfinished)) {
                signer(zip).sign(zip, out);
            }
            // A temporary file is the user's alone.
            Files.setPosixFilePermissions(unfinished, Files.getPosixFilePermissions(jar));
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (RuntimeException failed) {
            // A JarSignerException or, if the timestamp authority cannot be reached, any.
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw new IOException(jar + " cannot be signed: " + cause.getMessage(), failed);
        } finally {
            Files.deleteIfExists(unfinished);
        }
        X509Certificate certificate = (X509Certificate) key.key().getCertificate();
        String until = timestampAuthority.isPresent()
                ? "with a timestamp, which lets it count later, too"
                : "without a timestamp, so it counts until then";
        return List.of(
                output + " is signed by "
                        + certificate.getSubjectX500Principal().getName() + ", valid until "
                        + certificate.getNotAfter().toInstant() + ", " + until,
                "SHA-256 " + sha256(target));
    }

    private JarSigner signer(ZipFile zip) throws IOException, GeneralSecurityException {
        JarSigner.Builder builder = new JarSigner.Builder(key.key());
        // As jarsigner names it: another key's signature must not be replaced.
        String name = key.alias().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_-]", "_");
        builder.signerName(name.substring(0, Math.min(LONGEST_NAME, name.length())));
        timestampAuthority.ifPresent(builder::tsa);
        Optional<String> digest = digest(zip);
        if (digest.isPresent()) {
            builder.digestAlgorithm(digest.get());
        }
        return builder.build();
    }

    /** That of the signatures which are there: another one would be added to the manifest, and they would not fit it any more. */
    private static Optional<String> digest(ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry(JarFile.MANIFEST_NAME);
        if (entry == null) {
            return Optional.empty();
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return new Manifest(in)
                    .getEntries().values().stream()
                            .flatMap(section -> section.keySet().stream())
                            .map(Object::toString)
                            .filter(attribute -> attribute.endsWith(DIGEST))
                            .map(attribute -> attribute.substring(0, attribute.length() - DIGEST.length()))
                            .findFirst();
        }
    }

    static String sha256(Path file) throws IOException, GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
