package io.funclet.host.deploy.trust;

import io.funclet.host.deploy.jar.JarCopy;
import io.funclet.host.deploy.jar.Provenance;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipFile;

/**
 * Reads who has signed a jar. Java compares the digests of an entry when it is read to its end, and knows the signers of each
 * entry. That all entries have the same, and that there is no other way to read the file, is checked here.
 */
final class SignedJar {

    private final JarFile jar;
    private final Set<CodeSigner> some = new HashSet<>();

    private SignedJar(JarFile jar) {
        this.jar = jar;
    }

    /** Reads a jar that no other process changes. */
    static Provenance examine(Path copy, Provenance.Check check) throws IOException {
        String sha256 = JarCopy.sha256Of(copy).orElseThrow(() -> new IOException("its copy cannot be read"));
        List<CodeSigner> common = List.of();
        Set<CodeSigner> some = Set.of();
        String fault = "";
        try {
            ZipLayout.require(copy);
            Set<String> own;
            // Before Java reads them: its exceptions do not say what to do.
            try (ZipFile zip = new ZipFile(copy.toFile())) {
                own = SignatureFiles.require(zip);
            }
            // Not the view of one Java version: each entry is read under its own name.
            try (JarFile jar = new JarFile(copy.toFile(), true, ZipFile.OPEN_READ, JarFile.baseVersion())) {
                SignedJar signed = new SignedJar(jar);
                some = signed.some;
                common = signed.signers(own);
            }
        } catch (UntrustedJarException untrusted) {
            fault = untrusted.getMessage();
        } catch (SecurityException changed) {
            fault = "was changed after it was signed: " + changed.getMessage();
        }
        return new Provenance(sha256, common, some, fault, Instant.now(), check, null);
    }

    private List<CodeSigner> signers(Set<String> own) throws IOException, UntrustedJarException {
        List<CodeSigner> common = null;
        String unsigned = null;
        byte[] chunk = new byte[16 * 1024];
        for (JarEntry entry : Collections.list(jar.entries())) {
            try (InputStream in = jar.getInputStream(entry)) {
                while (in.read(chunk) >= 0) {
                    // Only the end of an entry tells its signers.
                }
            }
            if (entry.isDirectory() || own.contains(entry.getName())) {
                continue;
            }
            CodeSigner[] signers = entry.getCodeSigners();
            if (signers == null) {
                unsigned = entry.getName();
                continue;
            }
            some.addAll(Arrays.asList(signers));
            if (common == null) {
                common = new ArrayList<>(Arrays.asList(signers));
            }
            common.retainAll(Arrays.asList(signers));
            if (common.isEmpty()) {
                throw new UntrustedJarException("has no signature that covers all entries: " + entry.getName()
                        + " has others than the entries before it");
            }
        }
        if (common == null) {
            throw new UntrustedJarException(notAccepted());
        }
        if (unsigned != null) {
            throw new UntrustedJarException("has an entry that is not signed: " + unsigned);
        }
        return common;
    }

    /** Java treats a jar as unsigned if it cannot use the signature, and does not say why. */
    private String notAccepted() throws IOException, UntrustedJarException {
        for (String block : SignatureFiles.blocks(jar)) {
            try (InputStream in = jar.getInputStream(jar.getEntry(block))) {
                for (Certificate certificate :
                        CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                    X509Certificate found = (X509Certificate) certificate;
                    Optional<String> fault = CertificateUse.SIGN_CODE.fault(found);
                    if (found.getBasicConstraints() < 0 && fault.isPresent()) {
                        return fault.get();
                    }
                }
            } catch (CertificateException unreadable) {
                return "has a signature block whose certificates cannot be read: " + block;
            }
        }
        return "has no signature that Java accepts: it covers no entry, is broken, or uses algorithms that"
                + " jdk.jar.disabledAlgorithms lists";
    }
}
