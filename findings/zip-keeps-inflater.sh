#!/bin/sh
# Surprise: each open ZipFile (or JarFile) of which one compressed entry was ever read keeps an inflater, although the
# entry's stream was closed. That is some 40 KB outside the heap for each jar: zlib's state, and its window of 32 KB (16 KB
# without the window, if each entry came in one piece). It is there until the ZipFile is closed, and so as long as a class
# loader or a bundle. Native memory tracking does not show it, nor does a heap dump: 1,000 jars take 40 MB without an owner. Of jars with stored entries, none of it is there.
#
# What most would guess: closing the stream gives back what reading took. An open jar costs a descriptor and its table of
# contents.
#
# Why: ZipFile pools inflaters for the next entry, and ends them only in close(). The JVM counts its own malloc; zlib calls
# malloc itself.
#
# Versions: OpenJDK 17.0.15 and Temurin 25.0.3, glibc 2.36. Source: java.util.zip.ZipFile.CleanableResource.releaseInflater.
# Felix 7.0.5 keeps the jars of all bundles open, unless felix.cache.filelimit bounds their number.
#
# Needs a JDK (java and jcmd in the PATH, or JAVA_HOME), and Linux. Status 0: it is as stated.
set -eu
PATH="${JAVA_HOME:+$JAVA_HOME/bin:}$PATH"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat > Kept.java <<'JAVA'
import java.io.File;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

public class Kept {
    static final int JARS = 1000;

    static File jar(int number, boolean compressed) throws Exception {
        // Compresses to a half, as classes do.
        byte[] content = new byte[40_000];
        Random random = new Random(number);
        for (int at = 0; at < content.length; at++) {
            content[at] = (byte) random.nextInt(16);
        }
        Path file = Path.of((compressed ? "compressed-" : "stored-") + number + ".jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            ZipEntry entry = new ZipEntry("A.class");
            if (!compressed) {
                CRC32 sum = new CRC32();
                sum.update(content);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(content.length);
                entry.setCrc(sum.getValue());
            }
            zip.putNextEntry(entry);
            zip.write(content);
        }
        return file.toFile();
    }

    static long resident() throws Exception {
        System.gc();
        for (String line : Files.readAllLines(Path.of("/proc/self/smaps_rollup"))) {
            if (line.startsWith("Anonymous:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IllegalStateException("no smaps_rollup");
    }

    static String committed() throws Exception {
        Process jcmd = new ProcessBuilder("jcmd", "" + ProcessHandle.current().pid(), "VM.native_memory", "summary")
                .redirectErrorStream(true).start();
        String said = new String(jcmd.getInputStream().readAllBytes());
        return said.replaceAll("(?s).*?malloc: (\\d+)KB.*", "$1");
    }

    static long grown(boolean compressed) throws Exception {
        List<File> files = new ArrayList<>();
        for (int number = 0; number < JARS; number++) {
            files.add(jar(number, compressed));
        }
        List<ZipFile> open = new ArrayList<>();
        committed(); // what the first answer takes
        long before = resident();
        String malloc = committed();
        for (File file : files) {
            ZipFile zip = new ZipFile(file);
            open.add(zip);
            try (InputStream in = zip.getInputStream(zip.getEntry("A.class"))) {
                in.readAllBytes();
            }
        }
        long grown = (resident() - before) / JARS;
        System.out.println((compressed ? "compressed" : "stored") + ": " + grown + " KB resident for each open jar; malloc as "
                + "the JVM counts it: " + malloc + " KB before, " + committed() + " KB after");
        for (ZipFile zip : open) {
            zip.close();
        }
        return grown;
    }

    public static void main(String[] args) throws Exception {
        long stored = grown(false);
        long compressed = grown(true);
        if (compressed < 30 || stored > 10) {
            System.out.println("  not as stated");
            System.exit(1);
        }
        System.out.println("It is as stated.");
    }
}
JAVA
# The heap is touched before, so that it does not grow meanwhile.
java -XX:+UseSerialGC -Xms128m -Xmx128m -XX:+AlwaysPreTouch -XX:TieredStopAtLevel=1 -XX:NativeMemoryTracking=summary Kept.java
