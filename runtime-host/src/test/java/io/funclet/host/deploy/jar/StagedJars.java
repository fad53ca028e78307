package io.funclet.host.deploy.jar;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.io.TempDir;

/** Jars that are made byte by byte, and what staging says of them. */
abstract class StagedJars {

    static final String MANIFEST = "META-INF/MANIFEST.MF";
    static final String HEAD = "Manifest-Version: 1.0\nBundle-SymbolicName: com.acme.f;singleton:=true\n";
    static final byte[] CONTENT = "some content that is found again".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path directory;

    StagedJar stage(byte[] bytes) throws IOException, RejectedException {
        return StagedJar.stage(Files.write(directory.resolve("f.jar"), bytes), "f.jar", copy(), null);
    }

    String rejection(byte[] bytes) {
        return rejected(bytes).getMessage();
    }

    RejectedException rejected(byte[] bytes) {
        RejectedException rejected = assertThrows(RejectedException.class, () -> stage(bytes));
        assertFalse(Files.exists(copy()), "a copy of a rejected jar is left");
        return rejected;
    }

    Path copy() {
        return directory.resolve("copy.jar");
    }

    static byte[] jar(String manifest) throws IOException {
        return jar(manifest, ZipEntry.DEFLATED, "content.txt", CONTENT);
    }

    static byte[] jar(String manifest, int method, String name, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            if (manifest != null) {
                put(zip, MANIFEST, manifest.getBytes(StandardCharsets.UTF_8));
            }
            ZipEntry entry = new ZipEntry(name);
            entry.setMethod(method);
            CRC32 crc = new CRC32();
            crc.update(content);
            entry.setCrc(crc.getValue());
            entry.setSize(content.length);
            zip.putNextEntry(entry);
            zip.write(content);
        }
        return out.toByteArray();
    }

    static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    static int indexOf(byte[] bytes, byte[] wanted) {
        for (int at = 0; at <= bytes.length - wanted.length; at++) {
            if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        throw new AssertionError("not found");
    }
}
