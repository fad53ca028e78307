package io.funclet.host.deploy.natives;

import io.funclet.host.deploy.natives.NativeLibrary.Kind;
import io.funclet.host.framework.library.LibraryNames;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Names of its own for the helper libraries of a bundle, in its copies of its libraries. So the loader of the system does not
 * bind them to those of another bundle. Each name keeps its length: only its first characters differ.
 */
public final class PrivateNames implements LibraryNames {

    /** Of names that differ: most begin with {@code lib}. */
    private static final int BEGINNING = 3;

    private static final AtomicInteger NEXT = new AtomicInteger();

    private final Carrier carrier;
    private final Map<String, String> names = new TreeMap<>();

    private PrivateNames(Carrier carrier, String beginning, Set<String> helpers) {
        this.carrier = carrier;
        for (String helper : helpers) {
            names.put(helper, beginning + helper.substring(BEGINNING));
        }
    }

    /**
     * New names for the libraries of a bundle that clash with others, and for those that need them.
     *
     * @param others the present bundles
     * @return empty if native code may load some by itself, if a name cannot be replaced, or if that would not help
     */
    public static Optional<PrivateNames> avoiding(Carrier carrier, List<Carrier> others) {
        Set<String> helpers = helpers(carrier, others);
        boolean mayBe = helpers.stream().allMatch(name -> name.length() > BEGINNING && name.indexOf('/') < 0)
                && carrier.libraries().stream().allMatch(library -> isLoadedAsNamed(library, helpers));
        return Optional.of(helpers)
                .filter(found -> mayBe)
                .map(found -> new PrivateNames(carrier, nextBeginning(), found))
                .filter(found -> Set.copyOf(found.names.values()).size() == helpers.size())
                .filter(found -> SonameClash.find(found.renamed(), others).isEmpty());
    }

    private static Set<String> helpers(Carrier carrier, List<Carrier> others) {
        Set<String> needed = new TreeSet<>();
        carrier.libraries().forEach(library -> needed.addAll(library.needed()));
        Set<String> helpers = needed.stream()
                .filter(name -> others.stream()
                        .map(other -> other.contents(name))
                        .anyMatch(contents -> !contents.isEmpty() && !contents.equals(carrier.contents(name))))
                .filter(name -> !carrier.contents(name).isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        while (carrier.libraries().stream()
                .filter(library -> needed.contains(library.name()))
                .filter(library -> library.needed().stream().anyMatch(helpers::contains))
                .map(library -> helpers.add(library.name()))
                .reduce(false, Boolean::logicalOr)) {
            // Until all that need a renamed one are renamed.
        }
        return helpers;
    }

    /** What Java loads gets its copy, and then the loader of the system finds the rest by its name. */
    private static boolean isLoadedAsNamed(NativeLibrary library, Set<String> helpers) {
        boolean isHelper = helpers.contains(library.name());
        boolean isUser = library.needed().stream().anyMatch(helpers::contains);
        return !isHelper && !isUser || library.kind() != Kind.FIXED && (isHelper || library.kind() == Kind.JNI);
    }

    private static String nextBeginning() {
        int number = NEXT.getAndIncrement() % (36 * 36 * 36);
        return Integer.toString(36 * 36 * 36 + number, 36).substring(1);
    }

    /** The bundle as the loader of the system sees it with these names. */
    public Carrier renamed() {
        List<NativeLibrary> libraries = carrier.libraries().stream()
                .map(one -> new NativeLibrary(
                        one.path(),
                        names.getOrDefault(one.name(), one.name()),
                        one.needed().stream()
                                .map(name -> names.getOrDefault(name, name))
                                .collect(Collectors.toSet()),
                        one.variables(),
                        one.content(),
                        one.kind()))
                .toList();
        return new Carrier(carrier.name(), libraries);
    }

    @Override
    public String fileName(Path library) throws IOException {
        String own = library.getFileName().toString();
        return names.getOrDefault(soname(library).orElse(own), own);
    }

    private static Optional<String> soname(Path library) {
        try (ForwardBytes bytes = new ForwardBytes(() -> Files.newInputStream(library))) {
            ElfLayout file = new ElfLayout(bytes).readDynamic();
            Optional<ElfLayout.Entry> soname = file.names().stream()
                    .filter(entry -> entry.tag() == ElfLayout.SONAME)
                    .findFirst();
            if (soname.isPresent()) {
                long offset = soname.get().value();
                return Optional.of(
                        ElfStrings.read(file, new TreeSet<>(Set.of(offset))).at(offset));
            }
        } catch (IOException noLibrary) {
            // Then it has the name of its file.
        }
        return Optional.empty();
    }

    @Override
    public void write(Path copy) throws IOException {
        if (!copy.toFile().setWritable(true)) {
            throw new IOException(copy + " cannot be changed");
        }
        try (ForwardBytes bytes = new ForwardBytes(() -> Files.newInputStream(copy));
                RandomAccessFile out = new RandomAccessFile(copy.toFile(), "rw")) {
            ElfLayout file = new ElfLayout(bytes).readDynamic();
            long table = file.position(file.value(ElfLayout.STRING_TABLE));
            TreeSet<Long> offsets = new TreeSet<>();
            file.names().forEach(entry -> offsets.add(entry.value()));
            ElfStrings strings = ElfStrings.read(file, offsets);
            for (long offset : offsets) {
                String name = names.get(strings.at(offset));
                if (name != null) {
                    out.seek(table + offset);
                    out.write(name.getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    }
}
