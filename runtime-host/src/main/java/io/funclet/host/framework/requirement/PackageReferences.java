package io.funclet.host.framework.requirement;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.WeakHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.objectweb.asm.ClassReader;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/**
 * Explains why a bundle imports packages that no bundle exports: they have classes of its own, or embedded libraries
 * mention them. A build tool imports all mentioned packages, even unused ones. Reads the libraries once, and only of
 * bundles with missing packages.
 */
final class PackageReferences {

    private static final Logger LOG = Logger.getLogger(PackageReferences.class.getName());

    /** Reads no more: that is enough for advice. */
    private static final long MOST_BYTES = 64L * 1024 * 1024;

    private static final int UTF8 = 1;

    /** The name of a class, as code that loads classes by their names has it. */
    private static final Pattern NAME = Pattern.compile("([a-z]\\w*(?:\\.[a-z]\\w*)+)\\.[A-Z][\\w$]*");

    private static final String CLASS = ".class";

    /** On a class path, the jar itself. */
    private static final String ROOT = ".";

    /** How many names a list has. */
    private static final int MOST_NAMED = 3;

    /** Weak: entries go with their bundles. */
    private static final Map<Bundle, PackageReferences> KNOWN = Collections.synchronizedMap(new WeakHashMap<>());

    private final Bundle bundle;

    /** The classes that mention a package, by package and library. */
    private final Map<String, Map<String, Set<String>>> mentions = new HashMap<>();

    /** The packages of the libraries. */
    private final Set<String> embedded = new TreeSet<>();

    /** The first two parts of the packages of the jar's own classes. */
    private final Set<String> roots = new TreeSet<>();

    private long bytesRead;

    private PackageReferences(Bundle bundle) {
        this.bundle = bundle;
        String path = bundle.getHeaders("").get(Constants.BUNDLE_CLASSPATH);
        for (String entry : path == null ? new String[] {ROOT} : path.split(",")) {
            String library = entry.replaceFirst(";.*", "").strip();
            URL url = library.equals(ROOT) ? null : bundle.getEntry(library);
            if (library.equals(ROOT)) {
                readOwn("");
                if (roots.size() < 2) {
                    // Not copied from a library.
                    mentions.values().forEach(users -> users.remove(ROOT));
                    mentions.values().removeIf(Map::isEmpty);
                }
            } else if (url != null && !library.endsWith("/")) {
                try (ZipInputStream jar = new ZipInputStream(url.openStream())) {
                    read(library.substring(library.lastIndexOf('/') + 1), jar);
                } catch (IOException | RuntimeException unreadable) {
                    LOG.log(Level.FINE, library + " of " + bundle + " cannot be read", unreadable);
                }
            }
        }
    }

    static PackageReferences in(Bundle bundle) {
        return KNOWN.computeIfAbsent(bundle, PackageReferences::new);
    }

    /** The classes of the jar itself, which may be copied from libraries. */
    private void readOwn(String directory) {
        Enumeration<String> entries = bundle.getEntryPaths(directory);
        while (entries != null && entries.hasMoreElements()) {
            String name = entries.nextElement();
            if (name.endsWith("/") && !name.equals("META-INF/")) {
                readOwn(name);
            } else if (name.endsWith(CLASS) && bytesRead < MOST_BYTES) {
                try (InputStream in = bundle.getEntry(name).openStream()) {
                    roots.add(name.replaceFirst("^([^/]+/[^/]+).*", "$1"));
                    read(ROOT, className(name), in);
                } catch (IOException | RuntimeException unreadable) {
                    LOG.log(Level.FINE, name + " of " + bundle + " cannot be read", unreadable);
                }
            }
        }
    }

    private static String className(String entry) {
        return entry.substring(0, entry.length() - CLASS.length()).replace('/', '.');
    }

    private void read(String library, ZipInputStream jar) throws IOException {
        for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
            String name = entry.getName();
            if (name.endsWith(CLASS) && !name.startsWith("META-INF/") && bytesRead < MOST_BYTES) {
                embedded.add(packageOf(name));
                read(library, className(name), jar);
            }
        }
    }

    private void read(String library, String className, InputStream in) throws IOException {
        byte[] bytes = in.readAllBytes();
        bytesRead += bytes.length;
        ClassReader reader = new ClassReader(bytes);
        for (int item = 1; item < reader.getItemCount(); item++) {
            int offset = reader.getItem(item);
            if (offset > 0 && reader.readByte(offset - 1) == UTF8) {
                int length = reader.readUnsignedShort(offset);
                mention(library, className, new String(bytes, offset + 2, length, StandardCharsets.ISO_8859_1));
            }
        }
    }

    /** Adds the packages of what may be class names in a text: {@code (La/b/C;)V}, or {@code a.b.C}. */
    private void mention(String library, String className, String text) {
        Matcher dotted = NAME.matcher(text);
        if (dotted.matches()) {
            add(library, className, dotted.group(1));
        }
        for (String name : text.split("[^\\w$/]+")) {
            String mentioned = packageOf(name);
            if (!mentioned.isEmpty()) {
                add(library, className, mentioned);
                if (mentioned.startsWith("L")) {
                    // That of a descriptor, or a part of the name.
                    add(library, className, mentioned.substring(1));
                }
            }
        }
    }

    private void add(String library, String className, String mentioned) {
        mentions.computeIfAbsent(mentioned, it -> new LinkedHashMap<>())
                .computeIfAbsent(library, it -> new TreeSet<>())
                .add(className);
    }

    private static String packageOf(String entry) {
        return entry.substring(0, Math.max(0, entry.lastIndexOf('/'))).replace('/', '.');
    }

    /** Whether classes of the package are in the bundle itself. */
    private boolean holds(String packageName) {
        return embedded.contains(packageName) || hasClasses(bundle, packageName);
    }

    /** Whether classes of the package are entries of a bundle. */
    static boolean hasClasses(Bundle bundle, String packageName) {
        Enumeration<String> entries = bundle.getEntryPaths(packageName.replace('.', '/'));
        while (entries != null && entries.hasMoreElements()) {
            if (entries.nextElement().endsWith(CLASS)) {
                return true;
            }
        }
        return false;
    }

    /** What to do about packages that no bundle exports; empty if that is unknown. */
    Optional<String> advice(Collection<String> packages) {
        List<String> held = packages.stream().filter(this::holds).toList();
        if (!held.isEmpty()) {
            return Optional.of(some(held) + (held.size() == 1 ? " is" : " are")
                    + " in this very jar, and its manifest does not know: it was made before those classes were put in;"
                    + " let bnd run last, over all that is in the jar");
        }
        List<String> mentioned = packages.stream().filter(mentions::containsKey).toList();
        if (mentioned.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Set<String>> classes = new LinkedHashMap<>();
        mentioned.forEach(name -> mentions.get(name)
                .forEach((library, users) ->
                        classes.computeIfAbsent(library, it -> new TreeSet<>()).addAll(users)));
        boolean isOwn = classes.containsKey(ROOT);
        String users = classes.entrySet().stream()
                .limit(MOST_NAMED)
                .map(PackageReferences::users)
                .collect(Collectors.joining(", "));
        String optional = mentioned.size() > MOST_NAMED
                ? "io.funclet.api, *;resolution:=optional"
                : mentioned.stream().map(name -> name + ";resolution:=optional").collect(Collectors.joining(", "))
                        + ", *";
        return Optional.of("mentioned by classes of " + users + (classes.size() == 1 && isOwn ? "" : " within it")
                + "; if they are not used, let bnd make"
                + (mentioned.size() == 1 ? " it" : " them") + " optional: Import-Package: " + optional
                + (isOwn ? "; if they are, " + LibraryAdvice.add() : ""));
    }

    private static String users(Map.Entry<String, Set<String>> library) {
        return (library.getKey().equals(ROOT) ? "the jar itself" : library.getKey()) + " (" + some(library.getValue())
                + ")";
    }

    /** The first of them, and how many more there are. */
    static String some(Collection<String> names) {
        int left = names.size() - MOST_NAMED;
        return names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                + (left > 0 ? " and " + left + " more" : "");
    }
}
