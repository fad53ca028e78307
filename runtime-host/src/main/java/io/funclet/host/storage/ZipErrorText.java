package io.funclet.host.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.ZipException;

/** Explains why a file is not a complete zip file, by how it begins. */
public final class ZipErrorText {

    /** The type of a tar file is in its first block. */
    private static final int BLOCK = 512;

    private static final int TAR_MARK = 257;

    private ZipErrorText() {}

    /** A phrase. It names no sizes: a file that is still being written has the same one each time. */
    public static String words(Path file, ZipException broken) {
        return "is not a complete zip file: " + (isEncrypted(broken) ? "it needs a password" : reason(file, broken));
    }

    private static boolean isEncrypted(ZipException broken) {
        return String.valueOf(broken.getMessage()).contains("encrypted entry");
    }

    private static String reason(Path file, ZipException broken) {
        byte[] block;
        try (InputStream in = Files.newInputStream(file)) {
            block = in.readNBytes(BLOCK);
        } catch (IOException unreadable) {
            return broken.getMessage();
        }
        String message = String.valueOf(broken.getMessage());
        boolean lacksItsEnd = message.contains("END header");
        // Each byte is a character.
        String begin = new String(block, StandardCharsets.ISO_8859_1);
        String text = begin.strip().toLowerCase(Locale.ROOT);
        if (begin.isEmpty()) {
            return "it is empty";
        } else if (begin.chars().allMatch(each -> each == 0)) {
            return "it begins with zeros, like a file whose content was lost with the power; copy it again";
        } else if (begin.startsWith("PK\3\4")) {
            return lacksItsEnd ? "its end is missing" : message;
        } else if (text.startsWith("<!doctype html") || text.startsWith("<html")) {
            return "it is a web page, perhaps an error that a download has saved";
        } else if (text.startsWith("version https://git-lfs.")) {
            return "it is a pointer of Git LFS in place of the file; run git lfs pull where it comes from";
        } else if (begin.startsWith("\u001f\u008b")) {
            return "it is packed by gzip";
        } else if (begin.startsWith("ustar", TAR_MARK)) {
            return "it is a tar file";
        } else if (begin.startsWith("\u00ca\u00fe\u00ba\u00be")) {
            return "it is a class file; a jar holds such files";
        }
        return lacksItsEnd ? "it does not begin like one" : message;
    }
}
