package io.funclet.host.deploy.natives;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;

/** Some of the names in a library, which its loader finds by their offsets in one table. */
final class ElfStrings {

    private static final int CHUNK_BYTES = 8192;

    /** Of a longer name, only this much is known. */
    private static final int MOST_NAME_BYTES = 8192;

    private final Map<Long, String> names = new HashMap<>();
    private final Set<Long> parts = new HashSet<>();
    private boolean ofJava;

    private ElfStrings() {}

    /** Reads the table once, from its beginning to its end. */
    static ElfStrings read(ElfLayout file, NavigableSet<Long> offsets) throws IOException {
        ElfStrings strings = new ElfStrings();
        long table = file.position(file.value(ElfLayout.STRING_TABLE));
        long size = file.value(ElfLayout.STRING_TABLE_BYTES);
        ByteArrayOutputStream name = new ByteArrayOutputStream();
        long begin = 0;
        for (long at = 0; at < size; at += CHUNK_BYTES) {
            int length = (int) Math.min(CHUNK_BYTES, size - at);
            byte[] chunk = file.bytes(table + at, length);
            for (int i = 0; i < length; i++) {
                if (chunk[i] == 0) {
                    strings.add(begin, name.toByteArray(), offsets.subSet(begin, at + i + 1));
                    name.reset();
                    begin = at + i + 1;
                } else if (name.size() < MOST_NAME_BYTES) {
                    name.write(chunk[i]);
                }
            }
        }
        if (strings.names.size() < offsets.size()) {
            throw new EOFException();
        }
        return strings;
    }

    private void add(long begin, byte[] name, Set<Long> offsets) {
        ofJava |= name.length > 5 && name[0] == 'J' && isOfJava(new String(name, StandardCharsets.UTF_8));
        for (long offset : offsets) {
            int from = (int) Math.min(offset - begin, name.length);
            names.put(offset, new String(name, from, name.length - from, StandardCharsets.UTF_8));
            if (from > 0) {
                parts.add(begin);
                parts.add(offset);
            }
        }
    }

    private static boolean isOfJava(String name) {
        return name.startsWith("Java_") || name.equals("JNI_OnLoad");
    }

    String at(long offset) {
        return names.get(offset);
    }

    /** Whether a name is not also the end of another one, and has none as its end that was sought. */
    boolean isWhole(long offset) {
        return !parts.contains(offset);
    }

    /** Whether there is a name as Java looks for in a library that it loads. */
    boolean areOfJava() {
        return ofJava;
    }
}
