package io.funclet.host.deploy.natives;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** Finds the native libraries of a jar. */
public final class JarLibraries {

    /** Of a jar within the jar: what follows is not looked at. */
    private static final int MOST_UNPACKED_BYTES = 1 << 30;

    private final ZipFile jar;
    private final int machine = ElfFile.ofThisMachine();
    private final List<NativeLibrary> libraries = new ArrayList<>();

    private JarLibraries(ZipFile jar) {
        this.jar = jar;
    }

    /**
     * Reads the libraries that are made for this machine, directly in the jar or in a jar within it. Skips what is malformed.
     *
     * @param jar a jar whose content has been checked
     * @param entries its libraries, for whatever machine, and the jars in it that are on the class path
     */
    public static List<NativeLibrary> of(Path jar, List<String> entries) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            JarLibraries found = new JarLibraries(zip);
            for (String entry : entries) {
                found.add(entry);
            }
            return List.copyOf(found.libraries);
        }
    }

    private void add(String entry) throws IOException {
        add(entry, () -> jar.getInputStream(jar.getEntry(entry)));
        try (ZipInputStream inner = new ZipInputStream(jar.getInputStream(jar.getEntry(entry)))) {
            int left = MOST_UNPACKED_BYTES;
            for (ZipEntry next = inner.getNextEntry(); next != null && left > 0; next = inner.getNextEntry()) {
                String name = next.getName();
                if (ElfFile.isFor(machine, inner.readNBytes(ElfLayout.HEADER_BYTES))) {
                    add(entry + "!/" + name, () -> within(entry, name));
                }
                left -= (int) inner.skip(left);
            }
        } catch (IOException | IllegalArgumentException noJar) {
            // Felix says so, if it is to be one.
        }
    }

    private InputStream within(String entry, String name) throws IOException {
        ZipInputStream inner = new ZipInputStream(jar.getInputStream(jar.getEntry(entry)));
        for (ZipEntry next = inner.getNextEntry(); next != null; next = inner.getNextEntry()) {
            if (next.getName().equals(name)) {
                return inner;
            }
        }
        throw new IOException("gone");
    }

    private void add(String path, ForwardBytes.Source source) throws IOException {
        Optional<ElfFile.Names> found;
        try (ForwardBytes bytes = new ForwardBytes(source)) {
            found = ElfFile.read(bytes, machine);
        }
        if (found.isPresent()) {
            ElfFile.Names elf = found.get();
            String name = elf.soname() == null ? NativeLibrary.fileName(path) : elf.soname();
            libraries.add(new NativeLibrary(path, name, elf.needed(), elf.variables(), content(source), elf.kind()));
        }
    }

    /** Made of its checksum and its length. */
    static long content(ForwardBytes.Source source) throws IOException {
        CRC32 crc = new CRC32();
        try (InputStream in = new CheckedInputStream(source.open(), crc)) {
            long length = in.transferTo(OutputStream.nullOutputStream());
            return crc.getValue() << 32 ^ length;
        }
    }
}
