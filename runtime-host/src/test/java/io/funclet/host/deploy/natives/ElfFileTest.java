package io.funclet.host.deploy.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElfFileTest {

    private static final int X86_64 = 2 << 24 | 1 << 16 | 62;

    private static final String NAMES = "\0libown.so.1\0libc.so.6\0libhelper.so\0shared\0_ZNSt2idE\0";

    /** The smallest library that has names: header, two segments, the dynamic section, symbols, the names. */
    private static byte[] library(boolean is64, boolean bigEndian, int processor) {
        ByteOrder order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        ByteBuffer file = ByteBuffer.allocate(768).order(order);
        file.put(new byte[] {0x7F, 'E', 'L', 'F', (byte) (is64 ? 2 : 1), (byte) (bigEndian ? 2 : 1), 1});
        file.putShort(16, (short) 3).putShort(18, (short) processor);
        word(file.position(is64 ? 32 : 28), is64, 64);
        file.putShort(is64 ? 56 : 44, (short) 2);
        int size = is64 ? 56 : 32;
        long base = 0x10000;
        segment(file.position(64), is64, 1, 0, base, file.capacity());
        segment(file.position(64 + size), is64, 2, 192, base + 192, 128);
        file.position(192);
        long[][] entries = {
            {1, NAMES.indexOf("libhelper")},
            {14, 1},
            {6, base + 320},
            {5, base + 400},
            {10, NAMES.length()},
            {1, NAMES.indexOf("libc")},
            {0, 0}
        };
        for (long[] entry : entries) {
            word(file, is64, entry[0]);
            word(file, is64, entry[1]);
        }
        symbol(file.position(320), is64, "shared");
        symbol(file, is64, "_ZNSt2idE");
        file.position(400).put(NAMES.getBytes(StandardCharsets.US_ASCII));
        return file.array();
    }

    private static void segment(ByteBuffer file, boolean is64, int type, long offset, long address, long size) {
        file.putInt(type);
        if (is64) {
            file.putInt(0);
        }
        for (long value : new long[] {offset, address, address, size}) {
            word(file, is64, value);
        }
    }

    /** A unique one. */
    private static void symbol(ByteBuffer file, boolean is64, String name) {
        file.putInt(NAMES.indexOf(name));
        if (is64) {
            file.put((byte) 0xA1).put((byte) 0).putShort((short) 1).putLong(0).putLong(4);
        } else {
            file.putInt(0).putInt(4).put((byte) 0xA1).put((byte) 0).putShort((short) 1);
        }
    }

    private static void word(ByteBuffer file, boolean is64, long value) {
        if (is64) {
            file.putLong(value);
        } else {
            file.putInt((int) value);
        }
    }

    private static Optional<ElfFile.Names> read(byte[] file, int machine) {
        return ElfFile.read(new ForwardBytes(() -> new ByteArrayInputStream(file)), machine);
    }

    @ParameterizedTest
    @CsvSource({"true, false, 62", "true, false, 183", "false, false, 40", "false, true, 8", "true, true, 22"})
    void namesAreRead_ofEachClassAndByteOrder(boolean is64, boolean bigEndian, int processor) {
        int machine = (is64 ? 2 : 1) << 24 | (bigEndian ? 2 : 1) << 16 | processor;

        assertEquals(
                Optional.of(new ElfFile.Names(
                        "libown.so.1",
                        Set.of("libc.so.6", "libhelper.so"),
                        Set.of("shared"),
                        NativeLibrary.Kind.HELPER)),
                read(library(is64, bigEndian, processor), machine));
        assertEquals(Optional.empty(), read(library(is64, bigEndian, processor), machine + 1), "of another machine");
    }

    @Test
    void libraryOfTheJvm_isRead() throws Exception {
        Path library = Path.of(System.getProperty("java.home"), "lib", "libjava.so");
        assumeTrue(Files.exists(library), "not Linux");

        ElfFile.Names elf = ElfFile.read(new ForwardBytes(() -> Files.newInputStream(library)), ElfFile.ofThisMachine())
                .orElseThrow();

        assertEquals("libjava.so", elf.soname());
        assertTrue(elf.needed().contains("libjvm.so"), elf::toString);
        assertTrue(ElfFile.isFor(ElfFile.ofThisMachine(), Files.readAllBytes(library)));
    }

    @Test
    void fileThatEndsEarly_isNone() {
        byte[] whole = library(true, false, 62);
        for (int length = 0; length < 400; length++) {
            assertEquals(Optional.empty(), read(Arrays.copyOf(whole, length), X86_64), length + " bytes");
        }
    }

    @Test
    void fileWithWrongBytes_throwsNothing() {
        Random random = new Random(1);
        byte[] whole = library(true, false, 62);
        for (int attempt = 0; attempt < 20_000; attempt++) {
            byte[] wrong = whole.clone();
            for (int change = 0; change < 1 + attempt % 8; change++) {
                wrong[random.nextInt(wrong.length)] = (byte) (random.nextBoolean() ? -1 : random.nextInt());
            }
            read(wrong, X86_64);
        }
    }
}
