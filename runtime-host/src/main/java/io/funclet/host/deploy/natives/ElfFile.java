package io.funclet.host.deploy.natives;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A shared library in the format ELF: bounded work, whatever it claims. */
final class ElfFile {

    /** Of the longer form, that of 64 bits: what follows a shorter one is never less. */
    static final int HEADER_BYTES = 64;

    private static final int MAGIC = 0x7F454C46;
    private static final int CLASS_64 = 2;
    private static final int BIG_ENDIAN = 2;
    private static final int LOAD = 1;
    private static final int DYNAMIC = 2;
    private static final int NEEDED = 1;
    private static final int STRING_TABLE = 5;
    private static final int SYMBOL_TABLE = 6;
    private static final int SONAME = 14;

    /** Tags of other tables: hashes, strings, relocations, versions. */
    private static final Set<Long> TABLES =
            Set.of(4L, 5L, 7L, 17L, 23L, 0x6FFFFEF5L, 0x6FFFFFF0L, 0x6FFFFFFCL, 0x6FFFFFFEL);

    /** The binding of a variable that is one in a process, such as C++ compilers give to inline and static ones. */
    private static final int UNIQUE = 10;

    /** Of the standard library, which is meant to be shared, and guards, which come with a variable each. */
    private static final Pattern FOREIGN = Pattern.compile("_ZGV.*|_ZZ?N?K?(St|S[absiod]|9__gnu_cxx).*|_ZT[ISV].*");

    private static final int MOST_SEGMENTS = 256;
    private static final int MOST_DYNAMIC_BYTES = 64 * 1024;
    private static final int MOST_NAMES = 256;
    private static final int MOST_NAME_BYTES = 1024;
    private static final int MOST_SYMBOLS = 1_000_000;
    private static final int MOST_UNIQUE = 1_000;

    /**
     * What a library says of itself to the loader.
     *
     * @param soname its name for other libraries ({@code DT_SONAME}); {@code null} if it has none
     * @param needed the names of those that it is bound to ({@code DT_NEEDED})
     * @param variables the names of its variables of which a process has one ({@code STB_GNU_UNIQUE})
     */
    record Names(String soname, Set<String> needed, Set<String> variables) {}

    /** A part of the file, and where the loader puts it. */
    private record Segment(int type, long offset, long address, long size) {

        boolean holds(long where) {
            return type == LOAD && where >= address && where - address < size;
        }
    }

    /** An entry of the dynamic section. */
    private record Entry(long tag, long value) {}

    private final ForwardBytes bytes;
    private final ByteBuffer header;
    private final boolean is64;

    /** The bytes of an address. */
    private final int word;

    private final List<Segment> segments = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();

    /** Reads the header. */
    private ElfFile(ForwardBytes bytes) throws IOException {
        this.bytes = bytes;
        header = ByteBuffer.wrap(bytes.read(0, HEADER_BYTES));
        if (header.getInt(0) != MAGIC) {
            throw new IOException("not ELF");
        }
        header.order(header.get(5) == BIG_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        is64 = header.get(4) == CLASS_64;
        word = is64 ? 8 : 4;
    }

    /** Whether this is how a library for a machine begins. */
    static boolean isFor(int machine, byte[] begin) {
        try {
            return new ElfFile(new ForwardBytes(() -> new ByteArrayInputStream(begin))).machine() == machine;
        } catch (IOException noLibrary) {
            return false;
        }
    }

    /** What this process is made for; 0 where that cannot be found out. */
    static int ofThisMachine() {
        Path program = Path.of("/proc/self/exe");
        try (ForwardBytes bytes = new ForwardBytes(() -> Files.newInputStream(program))) {
            return new ElfFile(bytes).machine();
        } catch (IOException notLinux) {
            return 0;
        }
    }

    /** Empty for a library that is made for another machine, cannot be read, or is not what the loader would take. */
    static Optional<Names> read(ForwardBytes bytes, int machine) {
        try {
            ElfFile file = new ElfFile(bytes);
            return file.machine() == machine ? Optional.of(file.names()) : Optional.empty();
        } catch (IOException malformed) {
            return Optional.empty();
        }
    }

    /** What it is made for: the class, the byte order and the processor. */
    private int machine() {
        return header.get(4) << 24 | header.get(5) << 16 | header.getShort(18) & 0xFFFF;
    }

    private Names names() throws IOException {
        readSegments();
        readEntries();
        long strings = position(value(STRING_TABLE));
        Set<Long> sought = new TreeSet<>();
        entries.stream()
                .filter(entry -> entry.tag() == NEEDED || entry.tag() == SONAME)
                .limit(MOST_NAMES)
                .forEach(entry -> sought.add(entry.value()));
        List<Long> unique = unique();
        sought.addAll(unique);
        String soname = null;
        Set<String> needed = new HashSet<>();
        Set<String> variables = new HashSet<>();
        // In the order of their places: most often, none has to be gone back for.
        for (long offset : sought) {
            String name = name(strings + offset);
            if (entries.contains(new Entry(NEEDED, offset))) {
                needed.add(name);
            }
            if (entries.contains(new Entry(SONAME, offset))) {
                soname = name;
            }
            if (unique.contains(offset) && !FOREIGN.matcher(name).matches()) {
                variables.add(name);
            }
        }
        return new Names(soname, Set.copyOf(needed), Set.copyOf(variables));
    }

    private void readSegments() throws IOException {
        int count = header.getShort(is64 ? 56 : 44) & 0xFFFF;
        int size = is64 ? 56 : 32;
        if (count > MOST_SEGMENTS) {
            throw new IOException("too many segments");
        }
        ByteBuffer table = table(address(header, is64 ? 32 : 28), count * size);
        for (int at = 0; at < count * size; at += size) {
            segments.add(new Segment(
                    table.getInt(at),
                    address(table, at + word),
                    address(table, at + 2 * word),
                    address(table, at + 4 * word)));
        }
    }

    private void readEntries() throws IOException {
        Segment dynamic = segments.stream()
                .filter(segment -> segment.type() == DYNAMIC)
                .findFirst()
                .orElseThrow(() -> new IOException("not bound to anything"));
        int length = (int) Math.max(0, Math.min(dynamic.size(), MOST_DYNAMIC_BYTES));
        ByteBuffer table = table(dynamic.offset(), length);
        for (int at = 0; at + 2 * word <= length && address(table, at) != 0; at += 2 * word) {
            entries.add(new Entry(address(table, at), address(table, at + word)));
        }
    }

    /** The offsets of the names of unique variables, unordered; of very many, only the first. */
    private List<Long> unique() {
        List<Long> names = new ArrayList<>();
        try {
            long begin = value(SYMBOL_TABLE);
            // Nothing says where they end. The loader, too, assumes that another table begins there.
            long end = entries.stream()
                    .filter(entry -> TABLES.contains(entry.tag()) && entry.value() > begin)
                    .mapToLong(Entry::value)
                    .min()
                    .orElse(begin);
            int size = is64 ? 24 : 16;
            long table = position(begin);
            long count = Math.min((end - begin) / size, MOST_SYMBOLS);
            for (int i = 0; i < count && names.size() < MOST_UNIQUE; i++) {
                ByteBuffer symbol = table(table + (long) i * size, size);
                boolean isDefined = symbol.getShort(is64 ? 6 : 14) != 0;
                if (isDefined && (symbol.get(is64 ? 4 : 12) & 0xF0) >> 4 == UNIQUE) {
                    names.add(symbol.getInt(0) & 0xFFFFFFFFL);
                }
            }
            return names;
        } catch (IOException withoutSymbols) {
            return List.of();
        }
    }

    private ByteBuffer table(long offset, int length) throws IOException {
        return ByteBuffer.wrap(bytes.read(offset, length)).order(header.order());
    }

    private long address(ByteBuffer table, int at) {
        return is64 ? table.getLong(at) : table.getInt(at) & 0xFFFFFFFFL;
    }

    private long value(long tag) throws IOException {
        return entries.stream()
                .filter(entry -> entry.tag() == tag)
                .findFirst()
                .orElseThrow(() -> new IOException("without names"))
                .value();
    }

    /** Where in the file something is that the loader finds by its address. */
    private long position(long address) throws IOException {
        return segments.stream()
                .filter(segment -> segment.holds(address))
                .findFirst()
                .map(segment -> address - segment.address() + segment.offset())
                .orElseThrow(() -> new IOException("names outside of the file"));
    }

    private String name(long offset) throws IOException {
        byte[] name = new byte[MOST_NAME_BYTES];
        for (int length = 0; length < name.length; length++) {
            name[length] = bytes.read(offset + length, 1)[0];
            if (name[length] == 0) {
                return new String(name, 0, length, StandardCharsets.UTF_8);
            }
        }
        throw new IOException("a name without an end");
    }
}
