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

/**
 * What a shared library in the format ELF says of itself to the loader: bounded work, whatever it claims.
 *
 * @param machine what it is made for: the class, the byte order and the processor
 * @param soname its name for other libraries ({@code DT_SONAME}); {@code null} if it has none
 * @param needed the names of those that it is bound to ({@code DT_NEEDED})
 * @param variables the names of its variables of which a process has one ({@code STB_GNU_UNIQUE})
 */
record ElfFile(int machine, String soname, Set<String> needed, Set<String> variables) {

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

    private static final int MOST_SEGMENTS = 256;
    private static final int MOST_DYNAMIC_BYTES = 64 * 1024;
    private static final int MOST_NAMES = 256;
    private static final int MOST_NAME_BYTES = 1024;

    /** A part of the file, and where the loader puts it. */
    private record Segment(int type, long offset, long address, long size) {

        boolean holds(long where) {
            return type == LOAD && where >= address && where - address < size;
        }
    }

    /** An entry of the dynamic section. */
    private record Entry(long tag, long value) {}

    /** Whether this is how a library for a machine begins. */
    static boolean isFor(int machine, byte[] begin) {
        try {
            return machine(header(new ForwardBytes(() -> new ByteArrayInputStream(begin)))) == machine;
        } catch (IOException noLibrary) {
            return false;
        }
    }

    /** What this process is made for; 0 where that cannot be found out. */
    static int ofThisMachine() {
        Path program = Path.of("/proc/self/exe");
        try (ForwardBytes bytes = new ForwardBytes(() -> Files.newInputStream(program))) {
            return machine(header(bytes));
        } catch (IOException notLinux) {
            return 0;
        }
    }

    /** Empty for a library that is made for another machine, cannot be read, or is not what the loader would take. */
    static Optional<ElfFile> read(ForwardBytes bytes, int machine) {
        try {
            ByteBuffer header = header(bytes);
            if (machine(header) != machine) {
                return Optional.empty();
            }
            List<Segment> segments = segments(bytes, header);
            List<Entry> entries = dynamic(bytes, header, segments);
            long strings = position(segments, value(entries, STRING_TABLE));
            Set<Long> sought = new TreeSet<>();
            entries.stream()
                    .filter(entry -> entry.tag() == NEEDED || entry.tag() == SONAME)
                    .limit(MOST_NAMES)
                    .forEach(entry -> sought.add(entry.value()));
            String soname = null;
            Set<String> needed = new HashSet<>();
            Set<String> variables = new HashSet<>();
            List<Long> unique = unique(bytes, header, segments, entries);
            sought.addAll(unique);
            // In the order of their places: most often, none has to be gone back for.
            for (long offset : sought) {
                String name = name(bytes, strings + offset);
                if (entries.contains(new Entry(NEEDED, offset))) {
                    needed.add(name);
                }
                if (entries.contains(new Entry(SONAME, offset))) {
                    soname = name;
                }
                if (unique.contains(offset) && UniqueSymbols.isOwn(name)) {
                    variables.add(name);
                }
            }
            return Optional.of(new ElfFile(machine, soname, Set.copyOf(needed), Set.copyOf(variables)));
        } catch (IOException malformed) {
            return Optional.empty();
        }
    }

    private static ByteBuffer header(ForwardBytes bytes) throws IOException {
        ByteBuffer header = ByteBuffer.wrap(bytes.read(0, HEADER_BYTES));
        if (header.getInt(0) != MAGIC) {
            throw new IOException("not ELF");
        }
        return header.order(header.get(5) == BIG_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    private static int machine(ByteBuffer header) {
        return header.get(4) << 24 | header.get(5) << 16 | header.getShort(18) & 0xFFFF;
    }

    private static boolean is64(ByteBuffer header) {
        return header.get(4) == CLASS_64;
    }

    private static List<Segment> segments(ForwardBytes bytes, ByteBuffer header) throws IOException {
        boolean is64 = is64(header);
        long offset = is64 ? header.getLong(32) : word(header, 28);
        int count = header.getShort(is64 ? 56 : 44) & 0xFFFF;
        int size = is64 ? 56 : 32;
        if (count > MOST_SEGMENTS) {
            throw new IOException("too many segments");
        }
        ByteBuffer table = ByteBuffer.wrap(bytes.read(offset, count * size)).order(header.order());
        List<Segment> segments = new ArrayList<>();
        for (int at = 0; at < count * size; at += size) {
            int type = table.getInt(at);
            segments.add(
                    is64
                            ? new Segment(type, table.getLong(at + 8), table.getLong(at + 16), table.getLong(at + 32))
                            : new Segment(type, word(table, at + 4), word(table, at + 8), word(table, at + 16)));
        }
        return segments;
    }

    private static List<Entry> dynamic(ForwardBytes bytes, ByteBuffer header, List<Segment> segments)
            throws IOException {
        Segment dynamic = segments.stream()
                .filter(segment -> segment.type() == DYNAMIC)
                .findFirst()
                .orElseThrow(() -> new IOException("not bound to anything"));
        int length = (int) Math.max(0, Math.min(dynamic.size(), MOST_DYNAMIC_BYTES));
        ByteBuffer table = ByteBuffer.wrap(bytes.read(dynamic.offset(), length)).order(header.order());
        List<Entry> entries = new ArrayList<>();
        while (table.remaining() >= (is64(header) ? 16 : 8)) {
            Entry entry = is64(header)
                    ? new Entry(table.getLong(), table.getLong())
                    : new Entry(table.getInt(), table.getInt() & 0xFFFFFFFFL);
            if (entry.tag() == 0) {
                break;
            }
            entries.add(entry);
        }
        return entries;
    }

    private static List<Long> unique(
            ForwardBytes bytes, ByteBuffer header, List<Segment> segments, List<Entry> entries) {
        try {
            long begin = value(entries, SYMBOL_TABLE);
            // Nothing says where they end. The loader, too, assumes that another table begins there.
            long end = entries.stream()
                    .filter(entry -> TABLES.contains(entry.tag()) && entry.value() > begin)
                    .mapToLong(Entry::value)
                    .min()
                    .orElse(begin);
            return new UniqueSymbols(is64(header), header.order()).in(bytes, position(segments, begin), end - begin);
        } catch (IOException withoutSymbols) {
            return List.of();
        }
    }

    private static long word(ByteBuffer table, int at) {
        return table.getInt(at) & 0xFFFFFFFFL;
    }

    private static long value(List<Entry> entries, long tag) throws IOException {
        return entries.stream()
                .filter(entry -> entry.tag() == tag)
                .findFirst()
                .orElseThrow(() -> new IOException("without names"))
                .value();
    }

    /** Where in the file something is that the loader finds by its address. */
    private static long position(List<Segment> segments, long address) throws IOException {
        return segments.stream()
                .filter(segment -> segment.holds(address))
                .findFirst()
                .map(segment -> address - segment.address() + segment.offset())
                .orElseThrow(() -> new IOException("names outside of the file"));
    }

    private static String name(ForwardBytes bytes, long offset) throws IOException {
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
