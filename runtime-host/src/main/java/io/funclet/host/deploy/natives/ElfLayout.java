package io.funclet.host.deploy.natives;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Where the loader of the system finds things in a file in the format ELF: bounded work, whatever the file claims. */
final class ElfLayout {

    /** Of the longer form, that of 64 bits: what follows a shorter one is never less. */
    static final int HEADER_BYTES = 64;

    static final long NEEDED = 1;
    static final long STRING_TABLE = 5;
    static final long SYMBOL_TABLE = 6;
    static final long STRING_TABLE_BYTES = 10;
    static final long SONAME = 14;

    private static final int MAGIC = 0x7F454C46;
    private static final int CLASS_64 = 2;
    private static final int BIG_ENDIAN = 2;
    private static final int LOAD = 1;
    private static final int DYNAMIC = 2;

    private static final int MOST_SEGMENTS = 256;
    private static final int MOST_DYNAMIC_BYTES = 64 * 1024;
    private static final int MOST_NAMES = 256;

    /** A part of the file, and where the loader puts it. */
    private record Segment(int type, long offset, long address, long size) {

        boolean holds(long where) {
            return type == LOAD && where >= address && where - address < size;
        }
    }

    /** An entry of the dynamic section. */
    record Entry(long tag, long value) {

        /** Whether it is the library's own name, or that of one that it is bound to. */
        boolean isName() {
            return tag == NEEDED || tag == SONAME;
        }
    }

    private final ForwardBytes bytes;
    private final ByteBuffer header;
    private final boolean is64;

    /** The bytes of an address. */
    private final int word;

    private final List<Segment> segments = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();

    /** Reads the header. */
    ElfLayout(ForwardBytes bytes) throws IOException {
        this.bytes = bytes;
        header = ByteBuffer.wrap(bytes.read(0, HEADER_BYTES));
        if (header.getInt(0) != MAGIC) {
            throw new IOException("not ELF");
        }
        header.order(header.get(5) == BIG_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        is64 = header.get(4) == CLASS_64;
        word = is64 ? 8 : 4;
    }

    /** Whether a file that begins so claims to be one. */
    static boolean isMagic(byte[] begin) {
        return begin.length >= Integer.BYTES && ByteBuffer.wrap(begin).getInt() == MAGIC;
    }

    /** What it is made for: the class, the byte order and the processor. */
    int machine() {
        return header.get(4) << 24 | header.get(5) << 16 | header.getShort(18) & 0xFFFF;
    }

    boolean is64() {
        return is64;
    }

    /** Reads what the loader reads first. */
    ElfLayout readDynamic() throws IOException {
        readSegments();
        readEntries();
        return this;
    }

    /** The dynamic section. */
    List<Entry> entries() {
        return entries;
    }

    /** The entries for its own name and those that it is bound to; of very many, only the first. */
    List<Entry> names() {
        return entries.stream().filter(Entry::isName).limit(MOST_NAMES).toList();
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

    byte[] bytes(long offset, int length) throws IOException {
        return bytes.read(offset, length);
    }

    ByteBuffer table(long offset, int length) throws IOException {
        return ByteBuffer.wrap(bytes(offset, length)).order(header.order());
    }

    private long address(ByteBuffer table, int at) {
        return is64 ? table.getLong(at) : table.getInt(at) & 0xFFFFFFFFL;
    }

    /** @throws IOException if there is none */
    long value(long tag) throws IOException {
        return entries.stream()
                .filter(entry -> entry.tag() == tag)
                .findFirst()
                .orElseThrow(() -> new IOException("without names"))
                .value();
    }

    /** Where in the file something is that the loader finds by its address. */
    long position(long address) throws IOException {
        return segments.stream()
                .filter(segment -> segment.holds(address))
                .findFirst()
                .map(segment -> address - segment.address() + segment.offset())
                .orElseThrow(() -> new IOException("names outside of the file"));
    }
}
