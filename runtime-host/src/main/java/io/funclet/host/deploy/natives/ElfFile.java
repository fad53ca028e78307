package io.funclet.host.deploy.natives;

import io.funclet.host.deploy.natives.ElfLayout.Entry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
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

    /** Tags of other tables: hashes, strings, relocations, versions. */
    private static final Set<Long> TABLES =
            Set.of(4L, 5L, 7L, 17L, 23L, 0x6FFFFEF5L, 0x6FFFFFF0L, 0x6FFFFFFCL, 0x6FFFFFFEL);

    /** The binding of a variable that is one in a process, such as C++ compilers give to inline and static ones. */
    private static final int UNIQUE = 10;

    /** Of the standard library, which is meant to be shared, and guards, which come with a variable each. */
    private static final Pattern FOREIGN = Pattern.compile("_ZGV.*|_ZZ?N?K?(St|S[absiod]|9__gnu_cxx).*|_ZT[ISV].*");

    private static final int MOST_SYMBOLS = 1_000_000;
    private static final int MOST_UNIQUE = 1_000;

    /**
     * What a library says of itself to the loader.
     *
     * @param soname its name for other libraries ({@code DT_SONAME}); {@code null} if it has none
     * @param needed the names of those that it is bound to ({@code DT_NEEDED})
     * @param variables the names of its variables of which a process has one ({@code STB_GNU_UNIQUE})
     */
    record Names(String soname, Set<String> needed, Set<String> variables, NativeLibrary.Kind kind) {}

    private ElfFile() {}

    /** Whether this is how a library for a machine begins. */
    static boolean isFor(int machine, byte[] begin) {
        if (!ElfLayout.isMagic(begin)) {
            return false; // most are none, and an exception for each class of a jar takes milliseconds
        }
        try {
            return new ElfLayout(new ForwardBytes(() -> new ByteArrayInputStream(begin))).machine() == machine;
        } catch (IOException noLibrary) {
            return false;
        }
    }

    /** What this process is made for; 0 where that cannot be found out. */
    static int ofThisMachine() {
        Path program = Path.of("/proc/self/exe");
        try (ForwardBytes bytes = new ForwardBytes(() -> Files.newInputStream(program))) {
            return new ElfLayout(bytes).machine();
        } catch (IOException notLinux) {
            return 0;
        }
    }

    /** Empty for a library that is made for another machine, cannot be read, or is not what the loader would take. */
    static Optional<Names> read(ForwardBytes bytes, int machine) {
        try {
            ElfLayout file = new ElfLayout(bytes);
            return file.machine() == machine ? Optional.of(names(file.readDynamic())) : Optional.empty();
        } catch (IOException malformed) {
            return Optional.empty();
        }
    }

    private static Names names(ElfLayout file) throws IOException {
        List<Entry> names = file.names();
        List<Long> unique = unique(file);
        TreeSet<Long> sought = new TreeSet<>(unique);
        names.forEach(entry -> sought.add(entry.value()));
        ElfStrings strings = ElfStrings.read(file, sought);
        String soname = null;
        Set<String> needed = new HashSet<>();
        boolean isFixed = false;
        for (Entry entry : names) {
            String name = strings.at(entry.value());
            isFixed |= !strings.isWhole(entry.value());
            if (entry.tag() == ElfLayout.SONAME) {
                soname = name;
            } else {
                needed.add(name);
            }
        }
        Set<String> variables = new HashSet<>();
        for (long offset : unique) {
            if (!FOREIGN.matcher(strings.at(offset)).matches()) {
                variables.add(strings.at(offset));
            }
        }
        NativeLibrary.Kind kind = strings.areOfJava() ? NativeLibrary.Kind.JNI : NativeLibrary.Kind.HELPER;
        return new Names(soname, Set.copyOf(needed), Set.copyOf(variables), isFixed ? NativeLibrary.Kind.FIXED : kind);
    }

    /** The offsets of the names of unique variables, unordered; of very many, only the first. */
    private static List<Long> unique(ElfLayout file) {
        List<Long> names = new ArrayList<>();
        try {
            long begin = file.value(ElfLayout.SYMBOL_TABLE);
            // Nothing says where they end. The loader, too, assumes that another table begins there.
            long end = file.entries().stream()
                    .filter(entry -> TABLES.contains(entry.tag()) && entry.value() > begin)
                    .mapToLong(Entry::value)
                    .min()
                    .orElse(begin);
            int size = file.is64() ? 24 : 16;
            long table = file.position(begin);
            long count = Math.min((end - begin) / size, MOST_SYMBOLS);
            for (int i = 0; i < count && names.size() < MOST_UNIQUE; i++) {
                ByteBuffer symbol = file.table(table + (long) i * size, size);
                boolean isDefined = symbol.getShort(file.is64() ? 6 : 14) != 0;
                if (isDefined && (symbol.get(file.is64() ? 4 : 12) & 0xF0) >> 4 == UNIQUE) {
                    names.add(symbol.getInt(0) & 0xFFFFFFFFL);
                }
            }
            return names;
        } catch (IOException withoutSymbols) {
            return List.of();
        }
    }
}
