package io.funclet.host.framework.guard;

import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
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

    private static final int MOST_NEIGHBOURS = 200;

    private static final List<Loaded> LOADED = new ArrayList<>();

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
        if (wanted != null && Callers.bundle() instanceof BundleReference bundle && new File(wanted).isAbsolute()) {
            try {
                Path path = Path.of(wanted).toRealPath();
                Path actual = enter(path, bundle);
                return actual.equals(path) ? wanted : actual.toString();
            } catch (IOException | RuntimeException e) {
                // Then Java says what is wrong, if anything is.
                LOG.log(Level.FINE, "no copy of native library " + wanted + " was made", e);
            }
        }
        return wanted;
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
        Path actual = isFree && (madeUp || !isTemporary(path)) ? path : copy(path, bundle);
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

    /** Copies a file into the bundle's data area, which the framework deletes with the bundle. */
    private static Path copy(Path path, BundleReference bundle) throws IOException {
        Path from = path.getParent();
        Path data = bundle.getBundle().getDataFile("natives").toPath();
        Path to = Files.createDirectories(data.resolve(Integer.toHexString(from.hashCode())));
        if (isTemporary(from)) {
            // What it needs may lie beside it. Not a link: the next version may write there.
            try (DirectoryStream<Path> neighbours = Files.newDirectoryStream(from, "*.so*")) {
                Iterator<Path> each = neighbours.iterator();
                for (int count = 0; each.hasNext() && count < MOST_NEIGHBOURS; count++) {
                    Path neighbour = each.next();
                    if (Files.isRegularFile(neighbour)) {
                        renew(neighbour, to);
                    }
                }
            }
        }
        return renew(path, to);
    }

    private static Path renew(Path file, Path directory) throws IOException {
        Path copy = directory.resolve(file.getFileName());
        if (Files.notExists(copy)
                || Files.size(copy) != Files.size(file)
                || !Files.getLastModifiedTime(copy).equals(Files.getLastModifiedTime(file))) {
            // A new file: the old one may be in use.
            Files.deleteIfExists(copy);
            Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
        }
        return copy;
    }

    /**
     * Deletes temporary files that a bundle has loaded, if their names are made up: the next version makes its own.
     *
     * @param loader the class loader of the bundle, which goes
     * @return nothing that anybody needs to know
     */
    public static synchronized List<String> giveBack(ClassLoader loader) {
        List<Loaded> gone = LOADED.stream()
                .filter(loaded -> loaded.by().get() == loader && loaded.madeUp() && !loaded.isCopy())
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
