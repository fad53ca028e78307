package io.funclet.host.framework.library;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import org.osgi.framework.BundleReference;

/** Copies of native libraries in the data area of a bundle, which the framework deletes with the bundle. */
public final class LibraryCopy {

    private static final int MOST_NEIGHBOURS = 200;

    private final Path directory;

    /** {@code null} if the names stay. */
    private final LibraryNames names;

    private LibraryCopy(Path directory, LibraryNames names) {
        this.directory = directory;
        this.names = names;
    }

    /**
     * Copies a file, unless its copy is still right.
     *
     * @param names other names; {@code null} for none
     * @param isTemporary whether its directory is one to which libraries unpack theirs
     */
    public static Path of(Path file, BundleReference bundle, LibraryNames names, boolean isTemporary)
            throws IOException {
        Path from = file.getParent();
        Path data = bundle.getBundle().getDataFile("natives").toPath();
        Path to = Files.createDirectories(data.resolve(Integer.toHexString(from.hashCode())));
        LibraryCopy copy = new LibraryCopy(to, names);
        if (isTemporary || names != null) {
            copy.neighbours(from, isTemporary);
        }
        return copy.renew(file);
    }

    /** What a library needs may lie beside it. Not a link: the next version may write there. */
    private void neighbours(Path from, boolean all) throws IOException {
        try (DirectoryStream<Path> neighbours = Files.newDirectoryStream(from, "*.so*")) {
            Iterator<Path> each = neighbours.iterator();
            for (int count = 0; each.hasNext() && count < MOST_NEIGHBOURS; count++) {
                Path neighbour = each.next();
                if (Files.isRegularFile(neighbour) && (all || !name(neighbour).equals(ownName(neighbour)))) {
                    renew(neighbour);
                }
            }
        }
    }

    private Path renew(Path file) throws IOException {
        Path copy = directory.resolve(name(file));
        if (Files.notExists(copy)
                || Files.size(copy) != Files.size(file)
                || !Files.getLastModifiedTime(copy).equals(Files.getLastModifiedTime(file))) {
            // A new file: the old one may be in use.
            Files.deleteIfExists(copy);
            Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
            if (names != null) {
                names.write(copy);
                Files.setLastModifiedTime(copy, Files.getLastModifiedTime(file));
            }
        }
        return copy;
    }

    private String name(Path file) throws IOException {
        return names == null ? ownName(file) : names.fileName(file);
    }

    private static String ownName(Path file) {
        return file.getFileName().toString();
    }
}
