package io.funclet.host.deploy.natives;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads which variables of a library are one in a process, whatever library it takes them from: C++ compilers mark inline
 * variables, static members of templates and static variables of inline functions so.
 *
 * @param is64 whether the library has 64 bits
 * @param order its byte order
 */
record UniqueSymbols(boolean is64, ByteOrder order) {

    private static final int UNIQUE = 10;

    private static final int MOST_SYMBOLS = 1_000_000;
    private static final int MOST_FOUND = 1_000;

    /** Of the standard library, which is meant to be shared, and guards, which come with a variable each. */
    private static final Pattern FOREIGN = Pattern.compile("_ZGV.*|_ZZ?N?K?(St|S[absiod]|9__gnu_cxx).*|_ZT[ISV].*");

    /** The offsets of their names in the table of strings, unordered; of very many, only the first. */
    List<Long> in(ForwardBytes bytes, long table, long tableBytes) throws IOException {
        int size = is64 ? 24 : 16;
        long count = Math.min(tableBytes / size, MOST_SYMBOLS);
        List<Long> names = new ArrayList<>();
        for (int i = 0; i < count && names.size() < MOST_FOUND; i++) {
            ByteBuffer symbol =
                    ByteBuffer.wrap(bytes.read(table + (long) i * size, size)).order(order);
            boolean isDefined = symbol.getShort(is64 ? 6 : 14) != 0;
            if (isDefined && (symbol.get(is64 ? 4 : 12) & 0xF0) >> 4 == UNIQUE) {
                names.add(symbol.getInt(0) & 0xFFFFFFFFL);
            }
        }
        return names;
    }

    /** Whether it is a variable of the library's own code. */
    static boolean isOwn(String name) {
        return !FOREIGN.matcher(name).matches();
    }
}
