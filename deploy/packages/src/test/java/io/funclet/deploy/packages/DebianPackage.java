package io.funclet.deploy.packages;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** What is in a {@code .deb}, both by path. */
record DebianPackage(Map<String, PackagedFile> control, Map<String, PackagedFile> files) {

    static DebianPackage read(Path file) throws IOException {
        Map<String, PackagedFile> control = new TreeMap<>();
        Map<String, PackagedFile> files = new TreeMap<>();
        try (ArArchiveInputStream members = new ArArchiveInputStream(Files.newInputStream(file))) {
            for (ArchiveEntry member = members.getNextEntry(); member != null; member = members.getNextEntry()) {
                if (member.getName().startsWith("control.tar.gz")) {
                    unpack(members, control);
                } else if (member.getName().startsWith("data.tar.gz")) {
                    unpack(members, files);
                }
            }
        }
        return new DebianPackage(control, files);
    }

    private static void unpack(InputStream member, Map<String, PackagedFile> found) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(member));
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            String path = entry.getName().replaceFirst("^\\./", "/").replaceFirst("(?<=.)/$", "");
            int type = entry.isDirectory()
                    ? PackagedFile.DIRECTORY
                    : entry.isSymbolicLink() ? PackagedFile.LINK : PackagedFile.PLAIN;
            byte[] content = entry.isSymbolicLink()
                    ? entry.getLinkName().getBytes(StandardCharsets.UTF_8)
                    : entry.isDirectory() ? new byte[0] : tar.readAllBytes();
            String owner = entry.getUserName() + ":" + entry.getGroupName();
            found.put(path, new PackagedFile(path, type | entry.getMode() & 07777, owner, content));
        }
    }

    String control(String name) {
        return new String(control.get("/" + name).content(), StandardCharsets.UTF_8);
    }
}
