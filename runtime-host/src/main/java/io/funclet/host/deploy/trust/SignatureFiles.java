package io.funclet.host.deploy.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What Java's verification of a signed jar leaves open: whether each signature covers the main attributes of the manifest,
 * which are the headers of the bundle; whether its digests are strong; and whether all that was signed is still there.
 */
final class SignatureFiles {

    private static final Pattern PART = Pattern.compile("META-INF/([^/]+)\\.(SF|RSA|DSA|EC)", Pattern.CASE_INSENSITIVE);

    private static final String SIGNATURE_FILE = "SF";
    private static final String DIGEST = "-digest";
    private static final String OF_MANIFEST = "-digest-manifest";
    private static final String OF_MAIN_ATTRIBUTES = "-digest-manifest-main-attributes";

    /** As many as Java reads. */
    private static final int MOST_BYTES = 16 << 20;

    private final ZipFile zip;
    private final ManifestText text;
    private final Manifest manifest;

    /** Names of signature files, and of their blocks, by their common part in capital letters. */
    private final Map<String, String> files = new TreeMap<>();

    private final Map<String, String> blocks = new TreeMap<>();

    private SignatureFiles(ZipFile zip) throws IOException, UntrustedJarException {
        this.zip = zip;
        for (ZipEntry entry : Collections.list(zip.entries())) {
            String name = entry.getName();
            // Java finds the manifest by any spelling, and others by this one.
            if (name.equalsIgnoreCase(JarFile.MANIFEST_NAME) && !name.equals(JarFile.MANIFEST_NAME)) {
                throw new UntrustedJarException("has a manifest by another name: " + name);
            }
            Matcher part = PART.matcher(name);
            if (part.matches()) {
                boolean isFile = part.group(2).equalsIgnoreCase(SIGNATURE_FILE);
                if ((isFile ? files : blocks).put(part.group(1).toUpperCase(Locale.ROOT), name) != null) {
                    throw new UntrustedJarException("has a signature twice: " + name);
                }
            }
        }
        if (files.isEmpty() && blocks.isEmpty() || zip.getEntry(JarFile.MANIFEST_NAME) == null) {
            throw new UntrustedJarException("is not signed");
        }
        byte[] bytes = read(JarFile.MANIFEST_NAME);
        this.text = ManifestText.of(bytes);
        this.manifest = new Manifest(new ByteArrayInputStream(bytes));
    }

    /**
     * Checks them all.
     *
     * @return the entries that no signature can cover: the manifest, which they do, and themselves
     */
    static Set<String> require(ZipFile zip) throws IOException, UntrustedJarException {
        SignatureFiles all = new SignatureFiles(zip);
        if (!all.files.keySet().equals(all.blocks.keySet())) {
            throw new UntrustedJarException(
                    "has signature files without their signature blocks, or the other way round: "
                            + String.join(", ", all.files.values()) + " and " + String.join(", ", all.blocks.values()));
        }
        all.requireManifest();
        for (Map.Entry<String, String> file : all.files.entrySet()) {
            all.requireBlock(all.blocks.get(file.getKey()));
            all.requireCover(file.getValue());
        }
        Set<String> own = new HashSet<>(all.files.values());
        own.addAll(all.blocks.values());
        own.add(JarFile.MANIFEST_NAME);
        return own;
    }

    /** The name of each signature block. */
    static Set<String> blocks(ZipFile zip) throws IOException, UntrustedJarException {
        return Set.copyOf(new SignatureFiles(zip).blocks.values());
    }

    private void requireManifest() throws UntrustedJarException {
        if (text.sections() != manifest.getEntries().size()) {
            throw new UntrustedJarException("has a manifest that names an entry twice");
        }
        if (manifest.getMainAttributes().getValue("Magic") != null) {
            throw new UntrustedJarException("has a manifest with the attribute Magic, which Funclet does not know");
        }
        for (Map.Entry<String, Attributes> section : manifest.getEntries().entrySet()) {
            if (section.getValue().getValue("Magic") != null) {
                throw new UntrustedJarException("has a manifest with the attribute Magic, which Funclet does not know");
            }
            boolean any = section.getValue().keySet().stream()
                    .anyMatch(key -> algorithm(key, DIGEST).isPresent());
            if (any && zip.getEntry(section.getKey()) == null) {
                throw new UntrustedJarException("lacks an entry that was signed: " + section.getKey());
            }
            if (any) {
                requireStrong(section.getValue(), "the digest of " + section.getKey() + " in its manifest");
            }
        }
    }

    private void requireBlock(String name) throws IOException, UntrustedJarException {
        try {
            SignatureBlock block = SignatureBlock.of(read(name));
            if (block.carriesContent() || block.digests().isEmpty()) {
                throw new UntrustedJarException(
                        "has a signature block with content of its own, or without a signature: " + name);
            }
            for (String digest : block.digests()) {
                Optional<String> weak = StrongAlgorithms.weakDigest(digest);
                if (weak.isPresent()) {
                    throw new UntrustedJarException(tooWeak(weak.get(), "the digest of " + name));
                }
            }
        } catch (IllegalArgumentException unreadable) {
            throw new UntrustedJarException(
                    "has a signature block that cannot be read: " + name + ": " + unreadable.getMessage());
        }
    }

    private void requireCover(String name) throws IOException, UntrustedJarException {
        Manifest file = new Manifest(new ByteArrayInputStream(read(name)));
        Attributes main = file.getMainAttributes();
        if (covers(main, OF_MANIFEST, text.all())) {
            return;
        }
        // A later signature may have added to the manifest. Then each section counts alone.
        if (!covers(main, OF_MAIN_ATTRIBUTES, text.main())) {
            boolean digested = main.keySet().stream()
                    .anyMatch(key -> algorithm(key, OF_MANIFEST).isPresent()
                            || algorithm(key, OF_MAIN_ATTRIBUTES).isPresent());
            throw new UntrustedJarException(
                    digested
                            ? "has a manifest that was changed after it was signed, or whose digest in " + name
                                    + " is weaker than SHA-256"
                            : "has a signature that does not cover the main attributes of the manifest: " + name);
        }
        for (Map.Entry<String, Attributes> section : file.getEntries().entrySet()) {
            requireStrong(section.getValue(), "the digest of " + section.getKey() + " in " + name);
        }
    }

    private static boolean covers(Attributes main, String suffix, byte[] covered) throws UntrustedJarException {
        for (Map.Entry<Object, Object> attribute : main.entrySet()) {
            Optional<String> algorithm = algorithm(attribute.getKey(), suffix);
            if (algorithm.isPresent() && StrongAlgorithms.isStrongDigest(algorithm.get())) {
                try {
                    byte[] digest = MessageDigest.getInstance(algorithm.get()).digest(covered);
                    if (MessageDigest.isEqual(digest, Base64.getMimeDecoder().decode((String) attribute.getValue()))) {
                        return true;
                    }
                } catch (NoSuchAlgorithmException | IllegalArgumentException unusable) {
                    throw new UntrustedJarException("has a digest that cannot be used: " + attribute);
                }
            }
        }
        return false;
    }

    private static void requireStrong(Attributes section, String what) throws UntrustedJarException {
        StringBuilder weak = new StringBuilder();
        for (Object key : section.keySet()) {
            Optional<String> algorithm = algorithm(key, DIGEST);
            if (algorithm.isPresent() && StrongAlgorithms.isStrongDigest(algorithm.get())) {
                return;
            }
            algorithm.ifPresent(weak::append);
        }
        throw new UntrustedJarException(tooWeak(weak.isEmpty() ? "no digest" : weak.toString(), what));
    }

    private static String tooWeak(String algorithm, String where) {
        return "is signed with " + algorithm + ", which is too weak (" + where + "); sign it with SHA-256 or stronger";
    }

    private static Optional<String> algorithm(Object key, String suffix) {
        String name = key.toString();
        return name.toLowerCase(Locale.ROOT).endsWith(suffix)
                ? Optional.of(name.substring(0, name.length() - suffix.length()))
                : Optional.empty();
    }

    private byte[] read(String name) throws IOException, UntrustedJarException {
        try (InputStream in = zip.getInputStream(zip.getEntry(name))) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new UntrustedJarException("has a signature file of more than " + MOST_BYTES + " bytes: " + name);
            }
            return bytes;
        }
    }
}
