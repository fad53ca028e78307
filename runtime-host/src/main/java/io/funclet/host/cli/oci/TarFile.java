package io.funclet.host.cli.oci;

import io.funclet.host.cli.oci.model.RegistryException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The regular files of a tar file (POSIX ustar), to read in any order. The JDK has no tar, and a layout needs little of it. */
final class TarFile implements Closeable {

    private static final int BLOCK = 512;
    private static final int SIZE = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_LENGTH = 8;
    private static final int TYPE = 156;
    private static final int MAGIC = 257;
    private static final int NAME_LENGTH = 100;

    private record Place(long offset, long size) {}

    private final Path path;
    private final FileChannel file;
    private final Map<String, Place> entries = new HashMap<>();

    /** @throws RegistryException if it is no tar file, or ends too early */
    TarFile(Path path) throws IOException {
        this.path = path;
        file = FileChannel.open(path);
        try {
            readEntries();
        } catch (IOException | RuntimeException failed) {
            file.close();
            throw failed;
        }
    }

    private void readEntries() throws IOException {
        byte[] header = new byte[BLOCK];
        for (long at = 0; ; ) {
            ByteBuffer block = ByteBuffer.wrap(header);
            while (block.hasRemaining() && file.read(block, at + block.position()) > 0) {
                // on
            }
            if (block.position() == 0 && at > 0 || header[0] == 0 && !block.hasRemaining()) {
                return;
            }
            if (block.hasRemaining() || sum(header) != octal(header, CHECKSUM, CHECKSUM_LENGTH)) {
                throw new RegistryException(path + " is not a tar file that is complete");
            }
            long size = octal(header, SIZE, SIZE_LENGTH);
            at += BLOCK;
            if (size < 0 || size > file.size() - at) {
                throw new RegistryException(path + " is not a tar file that is complete");
            }
            if (header[TYPE] == '0' || header[TYPE] == 0) {
                entries.put(text(header, 0, NAME_LENGTH).replaceFirst("^\\./", ""), new Place(at, size));
            }
            at += padded(size);
        }
    }

    /** @throws NoSuchFileException if there is none of this name */
    InputStream open(String name) throws IOException {
        Place place = entries.get(name);
        if (place == null) {
            throw new NoSuchFileException(name);
        }
        return new InputStream() {
            private long position = place.offset();

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                long rest = place.offset() + place.size() - position;
                if (rest == 0) {
                    return -1;
                }
                int read = file.read(ByteBuffer.wrap(bytes, offset, (int) Math.min(length, rest)), position);
                position += Math.max(0, read);
                return read;
            }
        };
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Writes an entry; the caller gives exactly so many bytes. */
    static void write(OutputStream out, String name, long size, InputStream content) throws IOException {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, NAME_LENGTH, "0000644\0" + "0000000\0" + "0000000\0");
        put(header, SIZE, String.format("%011o\0%011o\0", size, 0));
        header[TYPE] = '0';
        put(header, MAGIC, "ustar\00000");
        put(header, CHECKSUM, String.format("%06o\0 ", sum(header)));
        out.write(header);
        if (content.transferTo(out) != size) {
            throw new IOException(name + " has changed while it was read");
        }
        out.write(new byte[(int) (padded(size) - size)]);
    }

    /** Two empty blocks. */
    static void end(OutputStream out) throws IOException {
        out.write(new byte[2 * BLOCK]);
    }

    private static long padded(long size) {
        return (size + BLOCK - 1) / BLOCK * BLOCK;
    }

    /** The bytes of the sum itself count as spaces. */
    private static int sum(byte[] header) {
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= CHECKSUM && i < CHECKSUM + CHECKSUM_LENGTH ? ' ' : header[i] & 0xff;
        }
        return sum;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private static String text(byte[] header, int at, int length) {
        int end = at;
        while (end < at + length && header[end] != 0) {
            end++;
        }
        return new String(header, at, end - at, StandardCharsets.UTF_8);
    }

    /** -1 for what is no number. */
    private static long octal(byte[] header, int at, int length) {
        String digits = new String(Arrays.copyOfRange(header, at, at + length), StandardCharsets.US_ASCII)
                .replace('\0', ' ')
                .strip();
        return digits.matches("[0-7]{1,12}") ? Long.parseLong(digits, 8) : -1;
    }
}
