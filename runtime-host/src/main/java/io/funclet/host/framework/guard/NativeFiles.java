package io.funclet.host.framework.guard;

import io.funclet.host.framework.library.LibraryCopy;
import io.funclet.host.framework.library.LibraryNames;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.framework.BundleReference;

/**
 * The files that bundles load by {@code System.load} and {@code Runtime.load}. Java rejects a file that another class loader
 * has loaded, such as that of the version before. So a bundle loads a copy of its own, unless nobody else can want the
 * file. Public only for the bundles' class loaders.
 */
public final class NativeFiles {

    private static final Logger LOG = Logger.getLogger(NativeFiles.class.getName());

    /** Part of the names that Java and libraries make up for temporary files. */
    private static final Pattern MADE_UP = Pattern.compile("\\d{8,}|\\p{XDigit}{8}-\\p{XDigit}{4}-");

    private static final List<Loaded> LOADED = new ArrayList<>();

    private static final Map<ClassLoader, LibraryNames> RENAMED = new WeakHashMap<>();

    /**
     * @param path the file that a bundle wants
     * @param actual the file that it loads: the same or a copy
     */
    private record Loaded(
            Path path, Path actual, Object key, FileTime changed, boolean madeUp, WeakReference<ClassLoader> by) {

        boolean isCopy() {
            return !path.equals(actual);
        }

        boolean isSame(Path other, BasicFileAttributes attributes) {
            return path.equals(other)
                    && attributes.lastModifiedTime().equals(changed)
                    && (key == null || key.equals(attributes.fileKey()));
        }
    }

    private NativeFiles() {}

    /**
     * Called before a library is loaded, with the argument of the call.
     *
     * @param wanted a path; what is none stays as it is
     * @return the path to load instead
     */
    public static String path(String wanted) {
        return wanted != null && Callers.bundle() instanceof BundleReference bundle && new File(wanted).isAbsolute()
                ? path(wanted, bundle)
                : wanted;
    }

    private static String path(String wanted, BundleReference bundle) {
        try {
            Path path = Path.of(wanted).toRealPath();
            Path actual = enter(path, bundle);
            return actual.equals(path) ? wanted : actual.toString();
        } catch (IOException | RuntimeException e) {
            // Then Java says what is wrong, if anything is.
            LOG.log(Level.FINE, "no copy of native library " + wanted + " was made", e);
            return wanted;
        }
    }

    /**
     * Called where Java asks a class loader for a library by its name. Looks where Java would look after that.
     *
     * @param own the path of a library in the bundle; {@code null} if it has none of this name
     * @return the path to load; {@code null} if Java has to look further
     */
    public static String library(String name, String own, BundleReference bundle) {
        String file = System.mapLibraryName(name);
        if (own != null) {
            return isRenamed(bundle) ? path(own, bundle) : own;
        }
        // Java's own libraries come first.
        return inDirectoryOf("sun.boot.library.path", file).isPresent()
                ? null
                : inDirectoryOf("java.library.path", file)
                        .map(path -> path(path, bundle))
                        .orElse(null);
    }

    private static Optional<String> inDirectoryOf(String property, String file) {
        return Stream.of(System.getProperty(property, "").split(File.pathSeparator))
                .map(directory -> new File(directory, file))
                .filter(File::isFile)
                .map(File::getAbsolutePath)
                .findFirst();
    }

    /** Has the bundle of a class loader load copies with other names, before any code of it runs. */
    public static synchronized void rename(ClassLoader loader, LibraryNames names) {
        RENAMED.put(loader, names);
    }

    private static synchronized boolean isRenamed(BundleReference bundle) {
        return RENAMED.containsKey((ClassLoader) bundle);
    }

    private static synchronized Path enter(Path path, BundleReference bundle) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        ClassLoader loader = (ClassLoader) bundle;
        // A file with another path stays known: Java may free it later than its class loader.
        LOADED.removeIf(loaded ->
                loaded.by().get() == null && (loaded.isCopy() || loaded.madeUp() || Files.notExists(loaded.path())));
        Optional<Loaded> again = LOADED.stream()
                .filter(loaded -> loaded.by().get() == loader && loaded.isSame(path, attributes))
                .findFirst();
        if (again.isPresent()) {
            return again.get().actual();
        }
        boolean madeUp = isMadeUp(path);
        boolean isFree = LOADED.stream().noneMatch(loaded -> loaded.path().equals(path));
        LibraryNames names = RENAMED.get(loader);
        Path actual = isFree && names == null && (madeUp || !isTemporary(path))
                ? path
                : LibraryCopy.of(path, bundle, names, isTemporary(path.getParent()));
        LOADED.add(new Loaded(
                path,
                actual,
                attributes.fileKey(),
                attributes.lastModifiedTime(),
                madeUp,
                new WeakReference<>(loader)));
        return actual;
    }

    /** Whether it lies where libraries unpack theirs. One of a fixed name may be written again by the next version. */
    private static boolean isTemporary(Path path) {
        return belowAny(path).findAny().isPresent();
    }

    private static boolean isMadeUp(Path path) {
        return belowAny(path).anyMatch(below -> MADE_UP.matcher(below).find());
    }

    private static Stream<String> belowAny(Path path) {
        return Stream.of("java.io.tmpdir", "user.home")
                .map(property -> below(property, path))
                .filter(below -> below != null && !below.isEmpty());
    }

    private static String below(String property, Path path) {
        try {
            Path root = Path.of(System.getProperty(property, "")).toRealPath();
            return path.startsWith(root) ? root.relativize(path).toString() : null;
        } catch (IOException noDirectory) {
            return null;
        }
    }

    /**
     * Deletes temporary files that a bundle has loaded, if their names are made up: the next version makes its own.
     *
     * @param loader the class loader of the bundle, which goes
     * @return nothing that anybody needs to know
     */
    public static synchronized List<String> giveBack(ClassLoader loader) {
        List<Loaded> gone = LOADED.stream()
                .filter(loaded -> loaded.by().get() == loader && loaded.madeUp())
                .toList();
        for (Loaded loaded : gone) {
            delete(loaded);
        }
        return List.of();
    }

    private static void delete(Loaded loaded) {
        Path path = loaded.path();
        try {
            if (below("java.io.tmpdir", path) != null
                    && isUsedOnce(path)
                    && loaded.isSame(path, Files.readAttributes(path, BasicFileAttributes.class))
                    && loaded.changed().toMillis() >= startOfProcess()) {
                Files.delete(path);
                if (MADE_UP.matcher(path.getParent().getFileName().toString()).find()) {
                    // Only if nothing else is in it.
                    Files.delete(path.getParent());
                }
            }
        } catch (IOException goneOrInUse) {
            LOG.log(Level.FINE, path + " stays", goneOrInUse);
        }
    }

    private static boolean isUsedOnce(Path path) {
        return LOADED.stream().filter(loaded -> loaded.path().equals(path)).count() == 1;
    }

    private static long startOfProcess() {
        return ProcessHandle.current()
                .info()
                .startInstant()
                .map(java.time.Instant::toEpochMilli)
                .orElse(Long.MAX_VALUE);
    }
}
