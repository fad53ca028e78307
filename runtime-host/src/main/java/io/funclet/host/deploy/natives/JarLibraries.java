package io.funclet.host.deploy.natives;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Finds the native libraries of a jar. */
public final class JarLibraries {

    /** Of a jar within the jar: what follows is not looked at. */
    private static final int MOST_UNPACKED_BYTES = 1 << 30;

    private final Path jar;

    private final int machine = ElfFile.ofThisMachine();
    private final List<NativeLibrary> libraries = new ArrayList<>();

    private JarLibraries(Path jar) {
        this.jar = jar;
    }

    /**
     * Reads the libraries that are made for this machine, directly in the jar or in a jar within it. Skips what is malformed.
     * Needs room beside the jar for the largest of these, and for a library in it.
     *
     * @param jar a jar whose content has been checked
     * @param entries its libraries, for whatever machine, and the jars in it that are on the class path
     */
    public static List<NativeLibrary> of(Path jar, List<String> entries) throws IOException {
        JarLibraries found = new JarLibraries(jar);
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (String entry : entries) {
                found.add(zip, entry);
            }
        }
        return List.copyOf(found.libraries);
    }

    private void add(ZipFile zip, String entry) throws IOException {
        try (InputStream in = zip.getInputStream(zip.getEntry(entry))) {
            byte[] begin = in.readNBytes(ElfLayout.HEADER_BYTES);
            if (ElfLayout.isMagic(begin)) {
                add(entry, begin, in);
                return;
            }
        }
        try (Unpacked inner = new Unpacked(jar, ".inner", zip.getInputStream(zip.getEntry(entry)));
                ZipFile within = new ZipFile(inner.file().toFile())) {
            addWithin(within, entry);
        } catch (ZipException noJar) {
            // Felix says so, if it is to be one.
        }
    }

    /** Unpacks no classes: there are a hundred of them for each other entry, and a start waits for this. */
    private void addWithin(ZipFile within, String entry) throws IOException {
        long left = MOST_UNPACKED_BYTES;
        for (ZipEntry next : Collections.list(within.entries())) {
            if (left > 0 && !next.isDirectory() && !next.getName().endsWith(".class")) {
                try (InputStream in = within.getInputStream(next)) {
                    byte[] begin = in.readNBytes(ElfLayout.HEADER_BYTES);
                    left -= begin.length + add(entry + "!/" + next.getName(), begin, in);
                }
            }
        }
    }

    /** Returns how many bytes it has read. */
    private long add(String path, byte[] begin, InputStream rest) throws IOException {
        if (!ElfFile.isFor(machine, begin)) {
            return 0;
        }
        // A compressed one can only be read from its beginning.
        InputStream all = new SequenceInputStream(new ByteArrayInputStream(begin), rest);
        try (Unpacked library = new Unpacked(jar, ".library", all)) {
            Path file = library.file();
            Optional<ElfFile.Names> found;
            try (ForwardBytes bytes = new ForwardBytes(() -> Files.newInputStream(file))) {
                found = ElfFile.read(bytes, machine);
            }
            if (found.isPresent()) {
                ElfFile.Names elf = found.get();
                String name = elf.soname() == null ? NativeLibrary.fileName(path) : elf.soname();
                libraries.add(new NativeLibrary(path, name, elf.needed(), elf.variables(), content(file), elf.kind()));
            }
            return Files.size(file);
        }
    }

    /** A file beside the jar, until it is closed. */
    private record Unpacked(Path file) implements AutoCloseable {

        Unpacked(Path jar, String suffix, InputStream content) throws IOException {
            this(jar.resolveSibling(jar.getFileName() + suffix));
            try (content) {
                Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException | RuntimeException | Error unwritable) {
                Files.deleteIfExists(file);
                throw unwritable;
            }
        }

        @Override
        public void close() throws IOException {
            Files.deleteIfExists(file);
        }
    }

    /** Made of its checksum and its length. */
    static long content(Path library) throws IOException {
        CRC32 crc = new CRC32();
        try (InputStream in = new CheckedInputStream(Files.newInputStream(library), crc)) {
            long length = in.transferTo(OutputStream.nullOutputStream());
            return crc.getValue() << 32 ^ length;
        }
    }
}
