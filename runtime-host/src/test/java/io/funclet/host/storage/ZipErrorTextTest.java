package io.funclet.host.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file is, if it is not the jar that its name says. */
class ZipErrorTextTest {

    /** The general purpose flag of an entry in the table of contents, whose lowest bit means encrypted. */
    private static final int FLAG = 8;

    @TempDir
    private Path directory;

    @Test
    void fileThatIsSomethingElse_isNamed() throws Exception {
        assertWords(
                "it is a web page, perhaps an error that a download has saved", "<!DOCTYPE html>\n<title>404</title>");
        assertWords("it is a web page, perhaps an error that a download has saved", "\n<HTML><body>");
        assertWords(
                "it is a pointer of Git LFS in place of the file; run git lfs pull where it comes from",
                "version https://git-lfs.github.com/spec/v1\noid");
        assertWords("it is packed by gzip", "\u001f\u008b\b");
        assertWords("it is a class file; a jar holds such files", "\u00ca\u00fe\u00ba\u00be\0\0");
        assertWords("it is empty", "");
        assertWords(
                "it begins with zeros, like a file whose content was lost with the power; copy it again", "\0\0\0\0");
        assertWords("its end is missing", "PK\u0003\u0004rest");
        assertWords("it does not begin like one", "this is no jar");
    }

    private void assertWords(String words, String content) throws Exception {
        assertEquals("is not a complete zip file: " + words, words(content.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void tarFile_isNamed() throws Exception {
        byte[] tar = new byte[1024];
        Arrays.fill(tar, 0, 100, (byte) 'n');
        System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);

        assertEquals("is not a complete zip file: it is a tar file", words(tar));
    }

    @Test
    void encryptedJar_isSaidToNeedAPassword() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("a"));
        }
        byte[] jar = bytes.toByteArray();
        int table = new String(jar, StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002");
        jar[table + FLAG] |= 1;

        assertEquals("is not a complete zip file: it needs a password", words(jar));
    }

    private String words(byte[] content) throws Exception {
        Path file = Files.write(directory.resolve("f.jar"), content);
        ZipException broken = assertThrows(ZipException.class, () -> new ZipFile(file.toFile()).close());
        return ZipErrorText.words(file, broken);
    }
}
