package io.funclet.host.deploy.natives;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** Finds the native libraries of a jar. */
public final class JarLibraries {

    /** Of a jar within the jar: what follows is not looked at. */
    private static final int MOST_UNPACKED_BYTES = 1 << 30;

    private static final int BUFFER_BYTES = 1 << 16;

    private final ZipFile jar;

    /** For a library at a time: a compressed one can only be read from its beginning. */
    private final Path unpacked;

    private final int machine = ElfFile.ofThisMachine();
    private final List<NativeLibrary> libraries = new ArrayList<>();

    private JarLibraries(ZipFile jar, Path unpacked) {
        this.jar = jar;
        this.unpacked = unpacked;
    }

    /**
     * Reads the libraries that are made for this machine, directly in the jar or in a jar within it. Skips what is malformed.
     * Needs room beside the jar for the largest library.
     *
     * @param jar a jar whose content has been checked
     * @param entries its libraries, for whatever machine, and the jars in it that are on the class path
     */
    public static List<NativeLibrary> of(Path jar, List<String> entries) throws IOException {
        Path unpacked = jar.resolveSibling(jar.getFileName() + ".library");
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            JarLibraries found = new JarLibraries(zip, unpacked);
            for (String entry : entries) {
                found.add(entry);
            }
            return List.copyOf(found.libraries);
        } finally {
            Files.deleteIfExists(unpacked);
        }
    }

    private void add(String entry) throws IOException {
        try (InputStream in = jar.getInputStream(jar.getEntry(entry))) {
            add(entry, in);
        }
        try (ZipInputStream inner = new ZipInputStream(jar.getInputStream(jar.getEntry(entry)))) {
            long left = MOST_UNPACKED_BYTES;
            // ZipInputStream itself skips by half a KB at a time, each by a call of native code, and a start waits for
            // it.
            byte[] buffer = new byte[BUFFER_BYTES];
            for (ZipEntry next = inner.getNextEntry(); next != null && left > 0; next = inner.getNextEntry()) {
                left -= add(entry + "!/" + next.getName(), inner);
                for (int read = 0; read >= 0 && left > 0; read = inner.read(buffer)) {
                    left -= read;
                }
            }
        } catch (ZipException | IllegalArgumentException | EOFException noJar) {
            // Felix says so, if it is to be one.
        }
    }

    /** Returns how many bytes it has read. */
    private long add(String path, InputStream in) throws IOException {
        byte[] begin = in.readNBytes(ElfLayout.HEADER_BYTES);
        if (!ElfFile.isFor(machine, begin)) {
            return begin.length;
        }
        try (OutputStream out = Files.newOutputStream(unpacked)) {
            out.write(begin);
            in.transferTo(out);
        }
        Optional<ElfFile.Names> found;
        try (ForwardBytes bytes = new ForwardBytes(() -> Files.newInputStream(unpacked))) {
            found = ElfFile.read(bytes, machine);
        }
        if (found.isPresent()) {
            ElfFile.Names elf = found.get();
            String name = elf.soname() == null ? NativeLibrary.fileName(path) : elf.soname();
            long content = content(unpacked);
            libraries.add(new NativeLibrary(path, name, elf.needed(), elf.variables(), content, elf.kind()));
        }
        return Files.size(unpacked);
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
