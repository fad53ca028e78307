package io.funclet.host.cli.oci.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A digest of content, as OCI writes it.
 *
 * @param algorithm {@code sha256} or {@code sha512}
 * @param hex in small letters
 */
public record Digest(String algorithm, String hex) {

    public static final String SHA256 = "sha256";

    private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}");

    /** @throws IllegalArgumentException if the text is no digest by SHA-256 or SHA-512 */
    public static Digest parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not a digest such as sha256: and 64 digits");
        }
        int colon = text.indexOf(':');
        return new Digest(text.substring(0, colon), text.substring(colon + 1));
    }

    public static Digest of(byte[] content) {
        return of(content, SHA256);
    }

    public static Digest of(byte[] content, String algorithm) {
        return new Digest(
                algorithm, HexFormat.of().formatHex(calculation(algorithm).digest(content)));
    }

    /** Reads the whole file. */
    public static Digest of(Path file, String algorithm) throws IOException {
        MessageDigest calculation = calculation(algorithm);
        try (InputStream in = Files.newInputStream(file);
                OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), calculation)) {
            in.transferTo(out);
        }
        return new Digest(algorithm, HexFormat.of().formatHex(calculation.digest()));
    }

    private static MessageDigest calculation(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm.equals(SHA256) ? "SHA-256" : "SHA-512");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Where a layout of an image has the content. */
    public String blob() {
        return "blobs/" + algorithm + "/" + hex;
    }

    @Override
    public String toString() {
        return algorithm + ":" + hex;
    }
}
