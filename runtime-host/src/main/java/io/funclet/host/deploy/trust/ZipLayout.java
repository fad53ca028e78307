package io.funclet.host.deploy.trust;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Requires that a zip file reads in one way only. Each of its bytes belongs to one entry, to the table of contents or to its
 * end. Both headers of an entry agree, and no name occurs twice. Otherwise a reader could find what a signature does not
 * cover.
 */
final class ZipLayout {

    private static final int LOCAL_HEADER = 0x04034b50;
    private static final int CENTRAL_HEADER = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int DESCRIPTOR = 0x08074b50;

    private static final int LOCAL_BYTES = 30;
    private static final int CENTRAL_BYTES = 46;
    private static final int END_BYTES = 22;

    private static final int HAS_DESCRIPTOR = 1 << 3;
    private static final int ENCRYPTED = 1;
    private static final int DEFLATED = 8;

    private static final int UNSIGNED_SHORT = 0xFFFF;

    /** What the table of contents says of an entry. The name has one character for each byte. */
    private record Entry(String name, int flags, int method, int crc, long packed, long unpacked, long offset) {}

    private final FileChannel file;

    private ZipLayout(FileChannel file) {
        this.file = file;
    }

    /** Throws if the file reads in more than one way. */
    static void require(Path zip) throws IOException, UntrustedJarException {
        try (FileChannel file = FileChannel.open(zip)) {
            new ZipLayout(file).require();
        } catch (EOFException beyond) {
            throw new UntrustedJarException("is a zip file whose table of contents points beyond its end");
        }
    }

    private void require() throws IOException, UntrustedJarException {
        long most = Math.min(file.size(), END_BYTES + UNSIGNED_SHORT);
        ByteBuffer tail = read(file.size() - most, (int) most);
        int at = (int) most - END_BYTES;
        while (at >= 0 && tail.getInt(at) != END) {
            at--;
        }
        // Some readers take the last one, others the first that fits: there is one only if no comment has its mark.
        if (at < 0 || (tail.getShort(at + 20) & UNSIGNED_SHORT) != most - END_BYTES - at) {
            throw new UntrustedJarException("has bytes after its end, or a comment that looks like another end");
        }
        long end = file.size() - most + at;
        ByteBuffer last = read(end, END_BYTES);
        long size = unsigned(last.getInt(12));
        long start = unsigned(last.getInt(16));
        int count = last.getShort(10) & UNSIGNED_SHORT;
        if (start + size != end || last.getInt(4) != 0 || last.getShort(8) != last.getShort(10)) {
            throw new UntrustedJarException("has bytes between its table of contents and its end, or several parts");
        }
        List<Entry> entries = contents(read(start, Math.toIntExact(size)), count);
        entries.sort(Comparator.comparingLong(Entry::offset));
        long position = 0;
        for (Entry entry : entries) {
            if (entry.offset() != position) {
                throw new UntrustedJarException("has bytes before " + entry.name() + " that belong to no entry");
            }
            position = endOf(entry);
        }
        if (position != start) {
            throw new UntrustedJarException("has bytes before its table of contents that belong to no entry");
        }
    }

    private static List<Entry> contents(ByteBuffer table, int count) throws UntrustedJarException {
        List<Entry> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        while (table.remaining() >= CENTRAL_BYTES && table.getInt(table.position()) == CENTRAL_HEADER) {
            int at = table.position();
            int nameBytes = table.getShort(at + 28) & UNSIGNED_SHORT;
            int more = (table.getShort(at + 30) & UNSIGNED_SHORT) + (table.getShort(at + 32) & UNSIGNED_SHORT);
            if (table.remaining() < CENTRAL_BYTES + nameBytes + more) {
                break;
            }
            Entry entry = new Entry(
                    name(table, at + CENTRAL_BYTES, nameBytes),
                    table.getShort(at + 8) & UNSIGNED_SHORT,
                    table.getShort(at + 10),
                    table.getInt(at + 16),
                    unsigned(table.getInt(at + 20)),
                    unsigned(table.getInt(at + 24)),
                    unsigned(table.getInt(at + 42)));
            requirePlain(entry);
            // A zip reader also finds "x/" if it is asked for "x".
            if (!names.add(
                    entry.name().endsWith("/")
                            ? entry.name().substring(0, entry.name().length() - 1)
                            : entry.name())) {
                throw new UntrustedJarException("has two entries with the name " + entry.name());
            }
            entries.add(entry);
            table.position(at + CENTRAL_BYTES + nameBytes + more);
        }
        if (table.hasRemaining() || entries.size() != count) {
            throw new UntrustedJarException("has a table of contents that does not have the entries that it counts");
        }
        return entries;
    }

    private static void requirePlain(Entry entry) throws UntrustedJarException {
        if ((entry.flags() & ENCRYPTED) != 0 || entry.method() != 0 && entry.method() != DEFLATED) {
            throw new UntrustedJarException("has an entry that Java cannot read: " + entry.name());
        }
        if (entry.name().endsWith("/") && entry.unpacked() != 0) {
            throw new UntrustedJarException("has a directory with content, which no signature covers: " + entry.name());
        }
        if (entry.name().startsWith("./")) {
            throw new UntrustedJarException("has an entry whose name has two forms: " + entry.name());
        }
    }

    /** Compares the header before the content with the table of contents. Returns where the entry ends. */
    private long endOf(Entry entry) throws IOException, UntrustedJarException {
        int nameBytes = entry.name().length();
        ByteBuffer local = read(entry.offset(), LOCAL_BYTES + nameBytes);
        boolean described = (entry.flags() & HAS_DESCRIPTOR) != 0;
        if (local.getInt(0) != LOCAL_HEADER
                || (local.getShort(6) & UNSIGNED_SHORT) != entry.flags()
                || local.getShort(8) != entry.method()
                || (local.getShort(26) & UNSIGNED_SHORT) != nameBytes
                || !name(local, LOCAL_BYTES, nameBytes).equals(entry.name())
                || !described && !isAs(entry, local, 14)) {
            throw twoDescriptions(entry);
        }
        long end = entry.offset() + LOCAL_BYTES + nameBytes + (local.getShort(28) & UNSIGNED_SHORT) + entry.packed();
        if (!described) {
            return end;
        }
        // With a signature of its own, or without.
        boolean marked = read(end, Integer.BYTES).getInt(0) == DESCRIPTOR;
        int bytes = (marked ? 4 : 3) * Integer.BYTES;
        if (!isAs(entry, read(end, bytes), bytes - 3 * Integer.BYTES)) {
            throw twoDescriptions(entry);
        }
        return end + bytes;
    }

    private static boolean isAs(Entry entry, ByteBuffer header, int at) {
        return header.getInt(at) == entry.crc()
                && unsigned(header.getInt(at + 4)) == entry.packed()
                && unsigned(header.getInt(at + 8)) == entry.unpacked();
    }

    private static UntrustedJarException twoDescriptions(Entry entry) {
        return new UntrustedJarException("describes an entry in two ways: its header and the table of contents differ"
                + " about " + entry.name());
    }

    private ByteBuffer read(long at, int bytes) throws IOException {
        if (at + bytes > file.size()) {
            throw new EOFException();
        }
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, at + buffer.position()) < 0) {
                throw new EOFException();
            }
        }
        return buffer.flip();
    }

    private static String name(ByteBuffer buffer, int at, int bytes) {
        byte[] name = new byte[bytes];
        buffer.get(at, name);
        return new String(name, StandardCharsets.ISO_8859_1);
    }

    private static long unsigned(int value) {
        return Integer.toUnsignedLong(value);
    }
}
