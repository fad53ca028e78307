package io.funclet.host.framework.copied;

import io.funclet.host.framework.requirement.LibraryAdvice;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * Finds out what libraries lack whose packages a build tool has copied into a bundle: resources in directories without
 * classes, native libraries, and files of {@code META-INF/services}. It needs no other copy of the library: its own
 * constants say what it looks for. Libraries that are carried as whole jars are not looked at.
 */
public final class CopiedPackages {

    private static final String CLASS = ".class";
    private static final String PROPERTIES = ".properties";

    private static final String SERVICES = "META-INF/services/";

    private static final int MOST_NAMED = 3;

    /** A larger class is not one that a compiler makes. */
    private static final int MOST_CLASS_BYTES = 16 << 20;

    private final ZipFile jar;
    private final Set<String> own;

    /** Those that are not the bundle's own, by name. */
    private final Map<String, CopiedClass> classes = new LinkedHashMap<>();

    private final List<CopiedClass> all = new ArrayList<>();

    /** All entries, and those of the jars in it once something is not among its own. */
    private final Set<String> entries = new TreeSet<>();

    /** The directories with classes. A resource that is not in one of these may be there, and need not. */
    private final Set<String> packages = new HashSet<>();

    private final List<String> nested = new ArrayList<>();

    private CopiedPackages(ZipFile jar, Collection<String> own) {
        this.jar = jar;
        this.own = own.stream()
                .map(name -> CopiedClass.library(name.replace('.', '/')))
                .collect(Collectors.toSet());
    }

    /**
     * Looks into a bundle. Reads the copied classes, if there are any.
     *
     * @param jar a complete jar
     * @param own its components and its activator: packages that begin as theirs are not a library's. Without any, it is
     *     a library itself, and not looked into
     * @return a phrase; empty if nothing is missing
     * @throws IOException if the jar cannot be read
     */
    public static List<String> warnings(Path jar, Collection<String> own) throws IOException {
        if (own.isEmpty()) {
            return List.of();
        }
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return new CopiedPackages(zip, own).warnings();
        }
    }

    private List<String> warnings() throws IOException {
        List<ZipEntry> ofBundle = new ArrayList<>();
        for (ZipEntry entry : jar.stream().toList()) {
            String name = entry.getName();
            entries.add(name);
            if (name.endsWith(".jar") || name.endsWith(".zip")) {
                nested.add(name);
            } else if (name.endsWith(CLASS) && name.indexOf('/') > 0 && !name.startsWith("META-INF/")) {
                packages.add(directory(name));
                ofBundle.add(entry);
            }
        }
        if (ofBundle.stream().map(ZipEntry::getName).map(CopiedClass::library).allMatch(own::contains)) {
            return List.of();
        }
        for (ZipEntry entry : ofBundle) {
            read(entry);
        }
        Set<String> lost = new TreeSet<>();
        for (CopiedClass one : classes.values()) {
            addResources(one, lost);
        }
        addServices(lost);
        addNatives(lost);
        return lost.isEmpty()
                ? List.of()
                : List.of("has copied packages of libraries without all that they need: " + some(lost) + "; "
                        + LibraryAdvice.whole());
    }

    private void read(ZipEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            CopiedClass read = CopiedClassReader.read(in.readNBytes(MOST_CLASS_BYTES));
            all.add(read);
            if (!own.contains(read.library())) {
                classes.put(read.name, read);
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException unknown) {
            // It fails when it is loaded, if it ever is.
        }
    }

    private void addResources(CopiedClass one, Set<String> lost) throws IOException {
        String reads = ", which " + one.className() + " reads";
        for (String base : one.bundles) {
            if (!isThere(base + PROPERTIES) && !isThere(base + CLASS) && !beginsAny(base + "_")) {
                lost.add(base + PROPERTIES + reads);
            }
        }
        for (Map.Entry<String, String> resource : one.besideClasses.entrySet()) {
            String path = directory(resource.getValue()) + resource.getKey();
            if (classes.containsKey(resource.getValue()) && !isThere(path)) {
                lost.add(path + reads);
            }
        }
        for (String path : one.resources) {
            if (!packages.contains(directory(path)) && !isThere(path)) {
                lost.add(path + reads);
            }
        }
        for (String path : one.beginnings) {
            if (!packages.contains(directory(path)) && !beginsAny(path)) {
                lost.add(path + "*" + reads);
            }
        }
    }

    private static String directory(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    /** Classes that nothing but a file of services can have meant. */
    private void addServices(Set<String> lost) throws IOException {
        Set<String> asked = new TreeSet<>();
        Set<String> mentioned = new HashSet<>();
        for (CopiedClass one : all) {
            asked.addAll(one.services);
            mentioned.addAll(one.mentions);
        }
        for (CopiedClass one : classes.values()) {
            if (one.isInstantiable && one.services.isEmpty() && !mentioned.contains(one.name)) {
                for (String service : asked) {
                    String file = SERVICES + service.replace('/', '.');
                    if (isA(one, service) && !isThere(file)) {
                        lost.add(file + ", which would name " + one.className());
                    }
                }
            }
        }
    }

    private boolean isA(CopiedClass one, String service) {
        for (String supertype : one.supertypes) {
            CopiedClass known = classes.get(supertype);
            if (supertype.equals(service) || known != null && isA(known, service)) {
                return true;
            }
        }
        return false;
    }

    /** Of a library with native methods that unpacks its native libraries. */
    private void addNatives(Set<String> lost) throws IOException {
        Set<String> withNativeMethods = new HashSet<>();
        Set<String> reading = new HashSet<>();
        for (CopiedClass one : classes.values()) {
            if (one.hasNativeMethods) {
                withNativeMethods.add(one.library());
            }
            if (one.readsResources) {
                reading.add(one.outermost());
            }
        }
        for (CopiedClass one : classes.values()) {
            if (one.loadsLibraryFile
                    && reading.contains(one.outermost())
                    && withNativeMethods.contains(one.library())
                    && !hasNatives()) {
                lost.add("native libraries, which " + one.className() + " loads");
            }
        }
    }

    private boolean hasNatives() throws IOException {
        readNested();
        return entries.stream().anyMatch(name -> name.matches(".*\\.(so|dll|dylib|jnilib)([._].*)?"));
    }

    private boolean isThere(String path) throws IOException {
        if (!entries.contains(path) && !entries.contains(path + "/")) {
            readNested();
        }
        return entries.contains(path) || entries.contains(path + "/");
    }

    private boolean beginsAny(String beginning) throws IOException {
        readNested();
        return entries.stream().anyMatch(name -> name.startsWith(beginning));
    }

    private void readNested() throws IOException {
        for (String inner : nested) {
            try (ZipInputStream in = new ZipInputStream(jar.getInputStream(jar.getEntry(inner)))) {
                for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                    entries.add(entry.getName());
                }
            } catch (IllegalArgumentException noJar) {
                // Then it is a resource.
            }
        }
        nested.clear();
    }

    private static String some(Collection<String> lost) {
        int left = lost.size() - MOST_NAMED;
        return lost.stream().limit(MOST_NAMED).collect(Collectors.joining("; "))
                + (left > 0 ? "; and " + left + " more" : "");
    }
}
