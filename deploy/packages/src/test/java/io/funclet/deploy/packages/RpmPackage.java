package io.funclet.deploy.packages;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;
import org.eclipse.packager.rpm.RpmTag;
import org.eclipse.packager.rpm.parse.InputHeader;
import org.eclipse.packager.rpm.parse.RpmInputStream;

/** What is in a {@code .rpm}: its header, and its files by path. */
record RpmPackage(InputHeader<RpmTag> header, Map<String, PackagedFile> files) {

    static RpmPackage read(Path file) throws IOException {
        try (RpmInputStream rpm = new RpmInputStream(Files.newInputStream(file))) {
            InputHeader<RpmTag> header = rpm.getPayloadHeader();
            // The owners are in the header only, in its order.
            Map<String, String> owners = new TreeMap<>();
            String[] names = (String[]) header.getTag(RpmTag.BASENAMES);
            for (int i = 0; i < names.length; i++) {
                String directory =
                        ((String[]) header.getTag(RpmTag.DIRNAMES))[((Integer[]) header.getTag(RpmTag.DIR_INDEXES))[i]];
                owners.put(
                        directory + names[i],
                        ((String[]) header.getTag(RpmTag.FILE_USERNAME))[i] + ":"
                                + ((String[]) header.getTag(RpmTag.FILE_GROUPNAME))[i]);
            }
            Map<String, PackagedFile> files = new TreeMap<>();
            CpioArchiveInputStream cpio = rpm.getCpioStream();
            for (CpioArchiveEntry entry = cpio.getNextEntry(); entry != null; entry = cpio.getNextEntry()) {
                String path = entry.getName().replaceFirst("^\\./", "/");
                files.put(path, new PackagedFile(path, (int) entry.getMode(), owners.get(path), cpio.readAllBytes()));
            }
            return new RpmPackage(header, files);
        }
    }

    String text(RpmTag tag) {
        return header.getTag(tag).toString();
    }

    /** The flags of a file: bit 0 for configuration, bit 4 if an upgrade does not replace it. */
    int flags(String path) {
        String[] names = (String[]) header.getTag(RpmTag.BASENAMES);
        for (int i = 0; i < names.length; i++) {
            if (path.endsWith("/" + names[i])) {
                return ((Integer[]) header.getTag(RpmTag.FILE_FLAGS))[i];
            }
        }
        throw new IllegalArgumentException(path + " is not there");
    }

    static String text(byte[] content) {
        return new String(content, StandardCharsets.UTF_8);
    }
}
