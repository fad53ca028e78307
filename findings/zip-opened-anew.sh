#!/bin/sh
# Surprise: a ZipFile (or JarFile) that is opened anew lists the entries of a file that is not there any more. If a jar is
# overwritten in place and keeps its time of modification, and somewhere in the process the old one is still open, then
# new ZipFile(file) takes the old table of contents and reads the new bytes by it: an old name gives new content, and a
# new name is not found. ZipInputStream and other processes see the new file.
#
# What most would guess: opening a file reads what stands in it. A jar with another content is noticed at the latest by
# its other size; who checks a jar opens it anew for that.
#
# Why: the table of contents is kept for the whole process, by the file's key (device and inode) and time of modification,
# as long as one ZipFile of it is open. Any class loader keeps its jars open. Times are equal where builds are
# reproducible, after cp -p, rsync -t --inplace and touch -r, or where a file system counts whole seconds. A file that is
# put in place by renaming has another inode, and is read.
#
# Versions: OpenJDK 17.0.15 and Temurin 25.0.3. Source: java.util.zip.ZipFile.Source.Key; the documentation of ZipFile does
# not speak of it.
#
# Needs a JDK (java in the PATH, or JAVA_HOME). Status 0: it is as stated.
set -eu
PATH="${JAVA_HOME:+$JAVA_HOME/bin:}$PATH"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat > Opened.java <<'JAVA'
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

public class Opened {
    static final FileTime TIME = FileTime.fromMillis(1_700_000_000_000L);
    static final Path FILE = Path.of("file.zip");

    static byte[] zip(String name, String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            ZipEntry entry = new ZipEntry(name);
            entry.setTimeLocal(java.time.LocalDateTime.of(2023, 1, 1, 0, 0));
            zip.putNextEntry(entry);
            zip.write(content.getBytes());
        }
        return bytes.toByteArray();
    }

    static String content(ZipFile zip) throws IOException {
        ZipEntry entry = zip.entries().nextElement();
        return entry.getName() + " holds " + new String(zip.getInputStream(entry).readAllBytes());
    }

    static String opened() throws IOException {
        try (ZipFile zip = new ZipFile(FILE.toFile())) {
            return content(zip);
        }
    }

    static String streamed() throws IOException {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(FILE))) {
            return zip.getNextEntry().getName() + " holds " + new String(zip.readAllBytes());
        }
    }

    static void see(String what, Object seen, Object stated) {
        System.out.println(what + ": " + seen);
        if (!seen.equals(stated)) {
            System.out.println("  not as stated: " + stated);
            System.exit(1);
        }
    }

    public static void main(String[] args) throws Exception {
        Files.write(FILE, zip("old.txt", "the old one"));
        Files.setLastModifiedTime(FILE, TIME);
        try (ZipFile stillOpen = new ZipFile(FILE.toFile())) {
            see("first version", content(stillOpen), "old.txt holds the old one");
            Files.write(FILE, zip("new.txt", "the new one"));
            Files.setLastModifiedTime(FILE, TIME);
            see("overwritten, by ZipInputStream", streamed(), "new.txt holds the new one");
            see("overwritten, by a new ZipFile", opened(), "old.txt holds the new one");
            try (ZipFile zip = new ZipFile(FILE.toFile())) {
                see("entry new.txt", String.valueOf(zip.getEntry("new.txt")), "null");
            }
            Path renamed = Files.write(Path.of("renamed.zip"), zip("third.txt", "the third one"));
            Files.setLastModifiedTime(renamed, TIME);
            Files.move(renamed, FILE, StandardCopyOption.REPLACE_EXISTING);
            see("replaced by renaming, by a new ZipFile", opened(), "third.txt holds the third one");
            System.out.println("It is as stated.");
        }
    }
}
JAVA
java Opened.java
