package io.funclet.host.deploy.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignatureFilesTest {

    private static final String SECTION = "Name: a.txt\nSHA-256-Digest: AAAA\n\n";

    @TempDir
    Path directory;

    /** Of two sections, the JDK would take one and another reader the other. */
    @Test
    void manifestThatNamesAnEntryTwice_isRejected() throws Exception {
        assertEquals("has a manifest that names an entry twice", rejection(SECTION + SECTION));
    }

    private String rejection(String sections) throws IOException {
        Path jar = directory.resolve("f.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            put(zip, "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n\n" + sections);
            put(zip, "META-INF/A.SF", "Signature-Version: 1.0\n\n");
            put(zip, "META-INF/A.EC", "no block");
            put(zip, "a.txt", "a");
        }
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return assertThrows(UntrustedJarException.class, () -> SignatureFiles.require(zip))
                    .getMessage();
        }
    }

    private static void put(ZipOutputStream zip, String name, String content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }
}
